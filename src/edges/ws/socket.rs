//! The reading side: a plain socket tungstenite reads without a task of its own, and every byte is counted.

use std::{
    io::{self, Read, Write},
    sync::Arc,
};

use bytes::{Buf, Bytes, BytesMut};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
};
use tokio_util::task::TaskTracker;

use crate::hub::mailbox::Mailbox;

/// Blocks read ahead from a wrapped stream.
const READ_AHEAD: usize = 4;
/// One read of a wrapped stream.
const CHUNK: usize = 4096;

enum Source {
    /// TCP all the way to the client or its proxy: read and written directly.
    Plain(Arc<TcpStream>),
    /// Anything else: two tasks move its bytes.
    Wrapped(mpsc::Receiver<Bytes>),
}

/// What tungstenite reads from and answers pings and closes to.
pub(super) struct Socket {
    source: Source,
    mailbox: Arc<Mailbox>,
    /// Bytes that came with the upgrade or from a wrapped stream, not read yet.
    before: BytesMut,
    /// Bytes read since the last whole message.
    raw: usize,
}

impl Socket {
    /// A plain socket; `before` came with the upgrade.
    pub fn plain(stream: Arc<TcpStream>, mailbox: Arc<Mailbox>, before: &[u8]) -> Self {
        Self {
            source: Source::Plain(stream),
            mailbox,
            before: before.into(),
            raw: 0,
        }
    }

    /// Any other stream, moved by two tasks.
    pub fn wrapped<S>(stream: S, mailbox: Arc<Mailbox>, before: &[u8], tasks: &TaskTracker) -> Self
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let (mut reader, mut writer) = tokio::io::split(stream);
        let (sender, receiver) = mpsc::channel(READ_AHEAD);
        let ending = mailbox.ending().clone();
        tasks.spawn(async move {
            loop {
                let mut chunk = BytesMut::with_capacity(CHUNK);
                let read = tokio::select! {
                    read = reader.read_buf(&mut chunk) => read,
                    () = sender.closed() => return,
                };
                match read {
                    Ok(count) if count > 0 => {
                        if sender.send(chunk.freeze()).await.is_err() {
                            return;
                        }
                    }
                    _ => return,
                }
            }
        });
        let writing = mailbox.clone();
        tasks.spawn(async move {
            loop {
                writing.woken().await;
                let mut blocks = writing.take();
                let ended = blocks.is_empty() && ending.is_cancelled();
                for block in &mut blocks {
                    if writer.write_all_buf(block).await.is_err() {
                        ending.cancel();
                        return;
                    }
                }
                if writer.flush().await.is_err() || ended || ending.is_cancelled() {
                    let _closed = writer.shutdown().await;
                    return;
                }
            }
        });
        Self {
            source: Source::Wrapped(receiver),
            mailbox,
            before: before.into(),
            raw: 0,
        }
    }

    /// Waits until there is something to read.
    pub async fn readable(&mut self) -> io::Result<()> {
        if !self.before.is_empty() {
            return Ok(());
        }
        match &mut self.source {
            Source::Plain(stream) => stream.readable().await,
            Source::Wrapped(blocks) => match blocks.recv().await {
                Some(block) => {
                    self.before.extend_from_slice(&block);
                    Ok(())
                }
                None => Err(io::ErrorKind::UnexpectedEof.into()),
            },
        }
    }

    /// The socket that the connection's own task writes to; a wrapped stream has a task for that.
    pub fn direct(&self) -> Option<Arc<TcpStream>> {
        match &self.source {
            Source::Plain(stream) => Some(stream.clone()),
            Source::Wrapped(_) => None,
        }
    }

    /// Bytes read since the last whole message.
    pub fn raw(&self) -> usize {
        self.raw
    }

    /// A message was read whole.
    pub fn reset_raw(&mut self) {
        self.raw = 0;
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = if self.before.is_empty() {
            match &self.source {
                Source::Plain(stream) => stream.try_read(buffer)?,
                Source::Wrapped(_) => return Err(io::ErrorKind::WouldBlock.into()),
            }
        } else {
            let count = buffer.len().min(self.before.len());
            self.before
                .copy_to_slice(buffer.get_mut(..count).unwrap_or_default());
            if self.before.is_empty() {
                // A burst must not keep its block for the life of the connection.
                self.before = BytesMut::new();
            }
            count
        };
        self.raw += count;
        Ok(count)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Pongs and the closing handshake: whole frames, behind whatever waits.
        self.mailbox.push(Bytes::copy_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes the socket out of hyper's hands, with what it had read already.
pub(super) fn unwrap(
    upgraded: hyper::upgrade::Upgraded,
) -> Result<(TcpStream, Bytes), hyper::upgrade::Upgraded> {
    let parts = upgraded.downcast::<TokioIo<TcpStream>>()?;
    Ok((parts.io.into_inner(), parts.read_buf))
}
