//! A TCP proxy in front of a server that counts round trips and can cut its connections.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A proxy that runs until the test process ends.
pub struct Proxy {
    /// Where it listens.
    pub port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    round_trips: AtomicUsize,
    answered: AtomicBool,
    cuts_next_answer: AtomicBool,
    hung_up: AtomicBool,
    silent: AtomicBool,
    connections: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    /// A proxy on 127.0.0.1 to the server on this port.
    pub fn to(server_port: u16) -> Self {
        Self::at("127.0.0.1", server_port)
    }

    /// A proxy on this address to the server on this port.
    pub fn at(address: &str, server_port: u16) -> Self {
        let listener = TcpListener::bind((address, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.unwrap();
                if shared.hung_up.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", server_port)) else { continue };
                client.set_nodelay(true).unwrap();
                server.set_nodelay(true).unwrap();
                shared.connections.lock().unwrap().push(client.try_clone().unwrap());
                pass(client.try_clone().unwrap(), server.try_clone().unwrap(), Arc::clone(&shared), true);
                pass(server, client, Arc::clone(&shared), false);
            }
        });
        Self { port, state }
    }

    /// How often `work` has waited for the server: requests that followed an answer.
    pub fn round_trips(&self, work: impl FnOnce()) -> usize {
        self.state.answered.store(true, Ordering::SeqCst);
        let before = self.state.round_trips.load(Ordering::SeqCst);
        work();
        self.state.round_trips.load(Ordering::SeqCst) - before
    }

    /// Lets the next request through and closes its connection instead of passing the answer on.
    pub fn cut_next_answer(&self) {
        self.state.cuts_next_answer.store(true, Ordering::SeqCst);
    }

    /// Keeps all connections, and passes nothing on.
    pub fn fall_silent(&self) {
        self.state.silent.store(true, Ordering::SeqCst);
    }

    /// Closes all connections, and every later one at once.
    pub fn hang_up(&self) {
        self.state.hung_up.store(true, Ordering::SeqCst);
        self.cut();
    }

    /// Closes all connections.
    pub fn cut(&self) {
        for connection in self.state.connections.lock().unwrap().drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, state: Arc<State>, requests: bool) {
    thread::spawn(move || {
        let mut bytes = [0; 65_536];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            if state.silent.load(Ordering::SeqCst) {
                continue;
            }
            if requests {
                let follows_an_answer = state.answered.swap(false, Ordering::SeqCst);
                state.round_trips.fetch_add(usize::from(follows_an_answer), Ordering::SeqCst);
            } else if state.cuts_next_answer.swap(false, Ordering::SeqCst) {
                break;
            } else {
                state.answered.store(true, Ordering::SeqCst);
            }
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
        let _ = from.shutdown(Shutdown::Both);
    });
}
