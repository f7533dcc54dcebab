//! The reading side: a plain socket tungstenite reads without a task of its own, and every byte is counted.

use std::{
    io::{self, Read, Write},
    net::Shutdown,
    sync::Arc,
};

use bytes::{Buf, Bytes, BytesMut};
use hyper_util::rt::TokioIo;
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, Interest},
    net::TcpStream,
    sync::{Notify, mpsc},
};
use tokio_util::task::TaskTracker;

use crate::hub::mailbox::Mailbox;

/// Blocks read ahead from a wrapped stream.
const READ_AHEAD: usize = 4;
/// One read of a wrapped stream.
const CHUNK: usize = 4096;

enum Source {
    /// TCP all the way to the client or its proxy: the mailbox's stream, read and written directly.
    Plain,
    /// Anything else: two tasks move its bytes.
    Wrapped {
        blocks: mpsc::Receiver<Bytes>,
        /// Wakes the task that writes.
        write: Arc<Notify>,
    },
}

/// What a connection's task waits for at its socket.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Something to read.
    pub reading: bool,
    /// Room to write.
    pub writing: bool,
}

impl Wanted {
    fn plain(self) -> Option<Interest> {
        let reading = self.reading.then_some(Interest::READABLE);
        let writing = self.writing.then_some(Interest::WRITABLE);
        match (reading, writing) {
            (Some(one), Some(other)) => Some(one | other),
            (one, other) => one.or(other),
        }
    }
}

/// What tungstenite reads from and answers pings and closes to.
pub struct Socket {
    source: Source,
    mailbox: Arc<Mailbox>,
    /// Bytes that came with the upgrade or from a wrapped stream, not read yet.
    before: BytesMut,
    /// Bytes read since the last whole message.
    raw: usize,
}

impl Socket {
    /// The plain socket of `mailbox`; `before` came with the upgrade.
    pub fn plain(mailbox: Arc<Mailbox>, before: &[u8]) -> Self {
        Self {
            source: Source::Plain,
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
        let (writing, write) = (mailbox.clone(), Arc::new(Notify::new()));
        let woken = write.clone();
        tasks.spawn(async move {
            loop {
                woken.notified().await;
                // Before the queue is taken: a farewell stands in it by then.
                let ended = writing.has_ended();
                let mut blocks = writing.take();
                for block in &mut blocks {
                    if writer.write_all_buf(block).await.is_err() {
                        writing.end();
                        return;
                    }
                }
                if writer.flush().await.is_err() || ended {
                    let _closed = writer.shutdown().await;
                    return;
                }
            }
        });
        Self {
            source: Source::Wrapped {
                blocks: receiver,
                write,
            },
            mailbox,
            before: before.into(),
            raw: 0,
        }
    }

    /// Waits until there is something to do of what is asked for.
    pub async fn ready(&mut self, interest: Wanted) -> io::Result<()> {
        if interest.reading && !self.before.is_empty() {
            return Ok(());
        }
        match (&mut self.source, interest.plain(), self.mailbox.stream()) {
            (Source::Wrapped { blocks, .. }, _, _) if interest.reading => {
                let block = blocks.recv().await;
                let block = block.ok_or(io::ErrorKind::UnexpectedEof)?;
                self.before.extend_from_slice(&block);
                Ok(())
            }
            (Source::Plain, Some(interest), Some(stream)) => stream.ready(interest).await.map(drop),
            _ => std::future::pending().await,
        }
    }

    /// Writes what waits as far as the socket takes it; true when nothing is left for the connection's task to write.
    pub fn flush(&self) -> io::Result<bool> {
        match &self.source {
            Source::Plain => self.mailbox.flush(),
            Source::Wrapped { write, .. } => {
                write.notify_one();
                Ok(true)
            }
        }
    }

    /// Ends our side of a plain socket and reads what the peer still sends until it ends its own: a socket closed
    /// with bytes unread says RST, and a peer that hears RST throws away the farewell it has not read yet.
    pub async fn hang_up(&mut self) {
        let Some(stream) = self.mailbox.stream() else {
            return;
        };
        let ended = SockRef::from(stream).shutdown(Shutdown::Write);
        let mut waste = vec![0; CHUNK];
        while ended.is_ok() && stream.readable().await.is_ok() {
            match stream.try_read(&mut waste) {
                Ok(count) if count > 0 => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                _ => return,
            }
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
            match self.mailbox.stream() {
                Some(stream) => stream.try_read(buffer)?,
                None => return Err(io::ErrorKind::WouldBlock.into()),
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
pub fn unwrap(
    upgraded: hyper::upgrade::Upgraded,
) -> Result<(TcpStream, Bytes), hyper::upgrade::Upgraded> {
    let parts = upgraded.downcast::<TokioIo<TcpStream>>()?;
    Ok((parts.io.into_inner(), parts.read_buf))
}

#[cfg(test)]
mod tests {
    use tungstenite::Message;

    use super::*;
    use crate::{
        edges::ws::reader::Reader,
        hub::{
            frame::{self, Class},
            mailbox::DRAINED,
        },
    };

    /// As a client sends it, under a mask of zeros.
    const HELLO: &[u8] = b"\x81\x85\0\0\0\0hello";

    #[tokio::test]
    async fn a_wrapped_stream_carries_messages_in_and_frames_out_in_order() {
        // Narrower than what is sent: a frame takes several writes.
        let (near, mut far) = tokio::io::duplex(8);
        let (tasks, mailbox) = (TaskTracker::new(), Arc::new(Mailbox::new(None, 1024)));
        let socket = Socket::wrapped(near, mailbox.clone(), &HELLO[..3], &tasks);
        let mut reader = Reader::of(socket);
        far.write_all(&HELLO[3..]).await.expect("it takes it");
        let reading = Wanted {
            reading: true,
            writing: false,
        };
        let message = loop {
            if let Some(it) = reader.read().expect("whole frames") {
                break it;
            }
            reader.ready(reading).await.expect("there is more");
        };
        assert_eq!(message, Message::Text("hello".into()));

        mailbox.offer(&frame::text("a fact of some length"), Class::Durable);
        mailbox.close(DRAINED);
        assert!(reader.flush().expect("a task writes it"));
        let mut out = Vec::new();
        far.read_to_end(&mut out).await.expect("it ends");
        let fact = frame::text("a fact of some length");
        let farewell = frame::close(DRAINED.code, DRAINED.reason);
        assert_eq!(out, [fact, farewell].concat());

        drop(reader);
        tasks.close();
        tasks.wait().await;
    }
}
