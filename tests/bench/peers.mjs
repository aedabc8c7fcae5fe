// Queues that others have built on PostgreSQL, doing what rate.c's "queue" does: so many clients each claim one job, complete it, and claim the
// next. They know no rights, no journal, no separation of duties. Prints one JSON object a line.
//
//   node peers.mjs FOLDER WAITING   FOLDER/node_modules has pg, graphile-worker, pg-boss; the database is that of PGHOST, PGDATABASE ...;
//                                   WAITING: how many jobs wait beside those that are done
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';

const require = createRequire(process.argv[2] + '/package.json');
const pg = require('pg');
const plan = [[1, 500], [8, 2000], [32, 2000]]; // clients, jobs
const waiting = Number(process.argv[3] ?? 0), batch = 10000;
const now = () => Number(process.hrtime.bigint()) / 1e9;

// What a connection has to say when it is let go is nobody's concern.
function pool_of(most) {
    const pool = new pg.Pool({ max: most });
    pool.on('error', () => {});
    pool.on('connect', client => client.on('error', () => {}));
    return pool;
}

function tell(name, clients, rate) {
    console.log(`{"name": "${name}, clients ${clients}", "value": ${Math.round(rate)}, "unit": "1/s"}`);
}

async function graphile(admin) {
    const worker = require('graphile-worker');
    const { EventEmitter } = require('node:events');
    const logger = new worker.Logger(() => () => {});
    await admin.query('DROP SCHEMA IF EXISTS graphile_worker CASCADE');
    await worker.runMigrations({ pgPool: admin, logger });
    for (let made = 0; made < waiting; made += batch) {
        await admin.query(`SELECT FROM graphile_worker.add_jobs((SELECT array_agg(('job', json_build_object('case', n), null, now() - interval '1 hour', null, null,
            null, null)::graphile_worker.job_spec) FROM generate_series(1, $1::int) n))`, [Math.min(batch, waiting - made)]);
    }
    for (const [clients, jobs] of plan) {
        await admin.query(`SELECT FROM graphile_worker.add_jobs((SELECT array_agg(('job', json_build_object('case', n), null, null, null, null, null,
            null)::graphile_worker.job_spec) FROM generate_series(1, $1::int) n))`, [jobs]);
        await admin.query('VACUUM ANALYZE graphile_worker._private_jobs');
        const pool = pool_of(clients + 2);
        const events = new EventEmitter();
        let done = 0, end;
        const all = new Promise(resolve => { end = resolve; });
        events.setMaxListeners(0);
        events.on('job:complete', () => { if (++done === jobs) end(); });
        const began = now();
        const runner = await worker.run({ pgPool: pool, noHandleSignals: true, logger, events, concurrency: clients, taskList: { job: async () => {} } });
        await all;
        tell('graphile-worker claim and complete', clients, jobs / (now() - began));
        await runner.stop();
        await pool.end();
    }
}

async function boss(admin) {
    const module = require('pg-boss');
    const Boss = module.PgBoss ?? module.default ?? module;
    await admin.query('DROP SCHEMA IF EXISTS pgboss CASCADE');
    const boss = new Boss({ host: process.env.PGHOST, user: process.env.PGUSER, database: process.env.PGDATABASE, max: 34, supervise: false, schedule: false });
    boss.on('error', error => { throw error; });
    await boss.start();
    await boss.createQueue('job');
    for (let made = 0; made < waiting; made += batch) {
        await boss.insert('job', Array.from({ length: Math.min(batch, waiting - made) }, (_, n) => ({ data: { case: n } })));
    }
    for (const [clients, jobs] of plan) {
        await boss.insert('job', Array.from({ length: jobs }, (_, n) => ({ data: { case: n } })));
        await admin.query('VACUUM ANALYZE pgboss.job');
        let left = jobs;
        const began = now();
        await Promise.all(Array.from({ length: clients }, async () => {
            while (left-- > 0) {
                const [job] = await boss.fetch('job');
                if (!job) return;
                await boss.complete('job', job.id);
            }
        }));
        tell('pg-boss 12 claim and complete', clients, jobs / (now() - began));
    }
    await boss.stop({ graceful: false });
}

const admin = pool_of(2);
for (const [name, peer] of [['graphile-worker', graphile], ['pg-boss 12', boss]]) {
    try {
        await peer(admin);
    } catch (error) {
        console.log(`{"name": "${name} claim and complete", "absent": ${JSON.stringify(String(error.message ?? error))}}`);
    }
}
await Promise.race([admin.end(), wait(2000)]);
process.exit(0);
