//! What the table says in all orders in which threads and their memory may act, as far as loom tries them: each model runs
//! once for each order.

use std::sync::atomic::Ordering::SeqCst;

use loom::model::Builder;
use loom::sync::Arc;
use loom::sync::atomic::AtomicU64;
use loom::thread;

use super::table::{BUCKET, Mark, Slot, Table};

/// Interruptions of a thread in the middle that are tried at most; loom's documentation recommends two or three.
const PREEMPTIONS: usize = 2;

const NAME: [u64; 2] = [1, 2];
const OTHER: [u64; 2] = [5, 6];

/// One bucket, and a database whose head is a number.
struct World {
    slots: Vec<Slot<AtomicU64>>,
    head: AtomicU64,
}

fn in_all_orders(model: impl Fn(Arc<World>) + Sync + Send + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(PREEMPTIONS);
    builder.check(move || {
        let slots = (0..BUCKET).map(|_| std::array::from_fn(|_| AtomicU64::new(0))).collect();
        model(Arc::new(World { slots, head: AtomicU64::new(0) }));
    });
}

impl World {
    fn table(&self) -> Table<'_, AtomicU64> {
        Table(&self.slots)
    }

    /// A poll that asks the database.
    fn read(&self) {
        let mark = self.table().mark(NAME, 0, 0);
        store(&self.table(), &mark, self.head.load(SeqCst));
    }

    fn emit(&self) {
        self.head.fetch_add(1, SeqCst);
        self.table().change(NAME);
    }

    fn keep(&self, name: [u64; 2], number: u64) {
        let mark = self.table().mark(name, 0, 0);
        store(&self.table(), &mark, number);
    }

    /// Leaves one slot to all others: the rest holds what was read later.
    fn fill(&self) {
        for number in 1..BUCKET as u64 {
            let mark = self.table().mark([10, number], 0, 1);
            store(&self.table(), &mark, number);
        }
    }

    fn assert_unmixed(&self, name: [u64; 2], number: u64) {
        if let Some(known) = self.table().known(name, 0, 0, 0) {
            assert_eq!((known.epoch, known.number), head(number));
        }
    }

    /// A poll that is answered from memory.
    fn known(&self) -> Option<u64> {
        self.table().known(NAME, 0, 0, 0).map(|known| known.number.cast_unsigned())
    }
}

/// A head beside which anything else of the slot can be told apart.
fn head(number: u64) -> (u64, i64) {
    (1000 + number, number.cast_signed())
}

fn store(table: &Table<'_, AtomicU64>, mark: &Mark, number: u64) {
    let (epoch, number) = head(number);
    table.store(mark, epoch, number);
}

#[test]
fn after_an_emit_nobody_is_told_the_head_before_it() {
    in_all_orders(|world| {
        let [reader, emitter] = [World::read, World::emit].map(|work| {
            let world = world.clone();
            thread::spawn(move || work(&world))
        });
        emitter.join().unwrap();
        assert_ne!(world.known(), Some(0), "while the reader may still be at it");
        reader.join().unwrap();
        assert_ne!(world.known(), Some(0));
    });
}

#[test]
fn a_head_that_was_read_after_an_emit_is_told() {
    in_all_orders(|world| {
        let emitter = thread::spawn({
            let world = world.clone();
            move || world.emit()
        });
        emitter.join().unwrap();
        world.read();
        assert_eq!(world.known(), Some(1));
    });
}

#[test]
fn what_is_being_written_over_something_else_is_not_told() {
    in_all_orders(|world| {
        world.fill();
        world.keep(OTHER, 8);
        let writer = thread::spawn({
            let world = world.clone();
            move || world.keep(NAME, 7)
        });
        world.assert_unmixed(NAME, 7);
        world.assert_unmixed(OTHER, 8);
        writer.join().unwrap();
        assert_eq!(world.known(), Some(7));
    });
}

#[test]
fn what_two_write_to_one_slot_at_once_is_not_told_mixed() {
    in_all_orders(|world| {
        world.fill();
        let writers = [(NAME, 7), (OTHER, 8)].map(|(name, number)| {
            let world = world.clone();
            thread::spawn(move || world.keep(name, number))
        });
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        world.assert_unmixed(NAME, 7);
        world.assert_unmixed(OTHER, 8);
    });
}
