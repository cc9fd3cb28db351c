//! The server engine: a pool of connections, prepared statements kept on each.

use std::future::poll_fn;
use std::pin::pin;

use bytes::BytesMut;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use futures_core::Stream as _;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::Value;
use crate::error::Internal;

/// Connections open at once; each is a process on the server.
const CONNECTIONS: usize = 16;

pub(super) struct Postgres {
    pool: Pool,
}

impl Postgres {
    pub(super) async fn open(url: &str) -> Result<Self, Internal> {
        let config: tokio_postgres::Config = url.parse()?;
        let manager = Manager::from_config(
            config,
            tokio_postgres::NoTls,
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(std::time::Duration::from_secs(10)))
            .create_timeout(Some(std::time::Duration::from_secs(10)))
            .build()
            .map_err(Internal::from_error)?;
        // One connection now: a wrong address is told at start, not at the first request.
        drop(pool.get().await?);
        Ok(Self { pool })
    }

    /// A connection, inside a transaction when a statement to begin one is given.
    pub(super) async fn connection(&self, begin: Option<&str>) -> Result<Connection, Internal> {
        let client = self.pool.get().await?;
        // Marked before it begins: a request given up in between must not leave an open transaction in the pool.
        let connection = Connection { client: Some(client), in_transaction: begin.is_some() };
        if let Some(begin) = begin {
            connection.client().batch_execute(begin).await?;
        }
        Ok(connection)
    }
}

pub(super) struct Connection {
    client: Option<Object>,
    in_transaction: bool,
}

impl Connection {
    fn client(&self) -> &Object {
        self.client.as_ref().expect("taken only on drop")
    }

    pub(super) async fn query(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
    ) -> Result<Vec<tokio_postgres::Row>, Internal> {
        let client = self.client();
        let statement = client.prepare_cached(sql).await?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        Ok(client.query(&statement, &params).await?)
    }

    /// The server is asked for more only when the rows before are done with.
    pub(super) async fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut each: impl FnMut(&tokio_postgres::Row) -> Result<(), Internal>,
    ) -> Result<(), Internal> {
        let client = self.client();
        let statement = client.prepare_cached(sql).await?;
        let mut rows = pin!(client.query_raw(&statement, params).await?);
        while let Some(row) = poll_fn(|context| rows.as_mut().poll_next(context)).await {
            each(&row?)?;
        }
        Ok(())
    }

    pub(super) async fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, Internal> {
        let client = self.client();
        let statement = client.prepare_cached(sql).await?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        Ok(client.execute(&statement, &params).await?)
    }

    pub(super) async fn script(&mut self, sql: &str) -> Result<(), Internal> {
        Ok(self.client().batch_execute(sql).await?)
    }

    pub(super) async fn commit(mut self) -> Result<(), Internal> {
        if self.in_transaction {
            self.client().batch_execute("commit").await?;
            self.in_transaction = false;
        }
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.in_transaction
            && let Some(client) = self.client.take()
        {
            // The pool would hand out a connection inside a dead transaction: roll back first, or give it up.
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => {
                    runtime.spawn(async move {
                        if client.batch_execute("rollback").await.is_err() {
                            drop(Object::take(client));
                        }
                    });
                }
                Err(_) => drop(Object::take(client)),
            }
        }
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(value) => value.to_sql(ty, out),
            Self::Int(value) => match *ty {
                Type::INT2 => i16::try_from(*value)?.to_sql(ty, out),
                Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
                #[expect(clippy::cast_precision_loss, reason = "a measured quantity, not a key")]
                Type::FLOAT8 => (*value as f64).to_sql(ty, out),
                Type::TEXT | Type::VARCHAR => value.to_string().to_sql(ty, out),
                _ => value.to_sql(ty, out),
            },
            Self::Real(value) => value.to_sql(ty, out),
            Self::Text(value) => value.as_ref().to_sql(ty, out),
            Self::Date(value) => match *ty {
                Type::TEXT | Type::VARCHAR => value.to_string().to_sql(ty, out),
                _ => value.to_sql(ty, out),
            },
            Self::Bytes(value) => value.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
