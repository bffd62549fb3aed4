import { Pool, type PoolClient, type QueryResultRow } from 'pg';
import type { Logger } from 'pino';
import { AppError, StorageError } from '../domain/errors.js';
import { connectionsLost } from '../telemetry/metrics.js';

export function createPool(connectionString: string, timeoutMs: number, log: Logger): Pool {
  const pool = new Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    lock_timeout: timeoutMs,
    idle_in_transaction_session_timeout: 5 * timeoutMs,
    // The server's own limit fires first; this one is for a server that no longer answers.
    query_timeout: timeoutMs + 500,
    keepAlive: true,
  });
  pool.on('error', (err) => {
    connectionsLost.inc({ store: 'postgres' });
    log.warn({ err }, 'idle database connection lost');
  });
  // A client that is checked out emits on itself, and nobody else listens there.
  pool.on('connect', (client) => {
    client.on('error', (err) => {
      connectionsLost.inc({ store: 'postgres' });
      log.warn({ err }, 'database connection lost');
    });
  });
  return pool;
}

function toStorageError(error: unknown): AppError {
  return error instanceof AppError ? error : new StorageError({ cause: error });
}

export class Database {
  constructor(
    private readonly pool: Pool,
    private readonly log: Logger,
  ) {}

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    try {
      const result = await this.pool.query<Row>(text, [...values]);
      return result.rows;
    } catch (error) {
      throw toStorageError(error);
    }
  }

  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.connect();
    let broken = false;
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      broken = !(await this.rollBack(client));
      throw toStorageError(error);
    } finally {
      client.release(broken);
    }
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw toStorageError(error);
    }
  }

  /** False when the connection cannot be used again. Never replaces the error that led here. */
  private async rollBack(client: PoolClient): Promise<boolean> {
    try {
      await client.query('ROLLBACK');
      return true;
    } catch (err) {
      this.log.warn({ err }, 'rollback failed, connection dropped');
      return false;
    }
  }
}
