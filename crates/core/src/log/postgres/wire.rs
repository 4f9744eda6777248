//! The socket under a PostgreSQL client: it reads, and blocks, only when it was told to.

use std::io;
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::net::SendFlags;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A connected, blocking socket.
pub(super) enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Socket {
    /// Connects. A host that begins with `/` is the folder of the server's Unix socket.
    pub(super) fn connect(host: &str, port: u16, timeout: Duration) -> io::Result<Self> {
        let socket = if host.starts_with('/') {
            Self::Unix(UnixStream::connect(format!("{host}/.s.PGSQL.{port}"))?)
        } else {
            Self::Tcp(connect_any(host, port, timeout)?)
        };
        socket.set_timeout(timeout)?;
        Ok(socket)
    }

    /// Bounds each single read and write.
    pub(super) fn set_timeout(&self, timeout: Duration) -> io::Result<()> {
        match self {
            Self::Tcp(socket) => {
                socket.set_read_timeout(Some(timeout)).and_then(|()| socket.set_write_timeout(Some(timeout)))
            }
            Self::Unix(socket) => {
                socket.set_read_timeout(Some(timeout)).and_then(|()| socket.set_write_timeout(Some(timeout)))
            }
        }
    }

    /// Whether a read would not block: something has arrived, or the other side has closed.
    pub(super) fn is_readable(&self) -> bool {
        let mut sockets = [PollFd::from_borrowed_fd(self.as_fd(), PollFlags::IN)];
        matches!(poll(&mut sockets, Some(&Timespec::default())), Ok(1..))
    }

    fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        uninterrupted(|| rustix::io::read(self, &mut *buffer))
    }

    /// A server that has gone is an error here, whatever the application does about SIGPIPE.
    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        uninterrupted(|| rustix::net::send(self, bytes, SendFlags::NOSIGNAL))
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Tcp(socket) => socket.as_fd(),
            Self::Unix(socket) => socket.as_fd(),
        }
    }
}

/// Tries each address of the host.
fn connect_any(host: &str, port: u16, timeout: Duration) -> io::Result<TcpStream> {
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(socket) => return socket.set_nodelay(true).map(|()| socket),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Signals, PHP's timers among them, interrupt system calls. A time that has run out is told by a name that says so.
fn uninterrupted(call: impl FnMut() -> rustix::io::Result<usize>) -> io::Result<usize> {
    retry_on_intr(call).map_err(|error| match error {
        Errno::AGAIN => io::Error::new(io::ErrorKind::TimedOut, "the server did not answer in time"),
        other => other.into(),
    })
}

/// A socket, and whether it is time to read from it.
pub(super) struct Wire {
    pub(super) socket: Socket,
    may_read: AtomicBool,
    wishes_to_read: AtomicBool,
}

impl Wire {
    pub(super) fn new(socket: Socket) -> Self {
        Self { socket, may_read: AtomicBool::new(false), wishes_to_read: AtomicBool::new(false) }
    }

    /// The next read happens, and may block. Those after it are only wished for again.
    pub(super) fn allow_read(&self) {
        self.may_read.store(true, Ordering::Relaxed);
    }

    /// Whether somebody wished to read and was not allowed to, since the last [`forget_wish`](Self::forget_wish).
    pub(super) fn wishes_to_read(&self) -> bool {
        self.wishes_to_read.load(Ordering::Relaxed)
    }

    pub(super) fn forget_wish(&self) {
        self.wishes_to_read.store(false, Ordering::Relaxed);
    }
}

/// The wire as the driver sees it. Wakers are not used: whoever polls the driver knows when to poll again.
pub(super) struct Stream(Arc<Wire>);

impl Stream {
    pub(super) fn new(wire: Arc<Wire>) -> Self {
        Self(wire)
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.0.may_read.swap(false, Ordering::Relaxed) {
            self.0.wishes_to_read.store(true, Ordering::Relaxed);
            return Poll::Pending;
        }
        let length = self.0.socket.read(buffer.initialize_unfilled())?;
        buffer.advance(length);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(self.0.socket.write(bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(match &self.0.socket {
            Socket::Tcp(socket) => socket.shutdown(Shutdown::Write),
            Socket::Unix(socket) => socket.shutdown(Shutdown::Write),
        })
    }
}
