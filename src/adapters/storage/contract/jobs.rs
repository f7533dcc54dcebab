//! Durable jobs that fail.

use super::accounts::{Office, everywhere};
use crate::{
    domain::journal::{Due, NewJob},
    kernel::time::HOUR,
};

#[tokio::test]
async fn a_job_that_keeps_failing_is_parked_and_counted() {
    everywhere(async |it: &Office| {
        it.step((), |tx, ()| {
            Box::pin(async move {
                tx.schedule(NewJob {
                    kind: "test.fails",
                    object: "x".to_owned(),
                    due: Due::Now,
                    body: serde_json::json!({}),
                })
                .await?;
                Ok(String::new())
            })
        })
        .await
        .unwrap();
        let mut failures = 0;
        while it.books().await.parked_jobs().await.unwrap() == 0 {
            let taken = it.step((), |tx, ()| {
                Box::pin(async move {
                    let taken = tx.take_jobs().await?;
                    for job in &taken {
                        tx.give_back(job.fence, "it fails").await?;
                    }
                    Ok(taken.len().to_string())
                })
            });
            assert_eq!(taken.await.unwrap(), "1", "it is tried again after a pause");
            failures += 1;
            it.pass(HOUR);
        }
        assert_eq!(failures, 8);
    })
    .await;
}
