//! A question to the chain that is asked again whenever the chain, or what it is about, has moved on.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use assay_sdk::evidence::Reads;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::services::chain::ChainRoom;
use crate::state::loaded::Loaded;
use crate::wallet::Wallet;

type Asked<T> = Pin<Box<dyn Future<Output = Result<T, ErrorText>>>>;
type Question<A, T> = Rc<dyn Fn(Rc<ChainRoom>, Reads, A) -> Asked<T>>;

/// The answer to a question. Copies are handles to one answer.
pub(crate) struct Answer<T: 'static> {
    loaded: RwSignal<Loaded<T, ErrorText>, LocalStorage>,
    again: RwSignal<u64>,
}

impl<T: 'static> Clone for Answer<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: 'static> Copy for Answer<T> {}

impl<T: Clone + 'static> Answer<T> {
    /// The answer as it stands. Tracks.
    pub(crate) fn loaded(&self) -> Loaded<T, ErrorText> {
        self.loaded.get()
    }

    /// Looks at the answer without copying it. Tracks.
    pub(crate) fn with<R>(&self, look: impl FnOnce(&Loaded<T, ErrorText>) -> R) -> R {
        self.loaded.with(look)
    }

    /// Asks again, now.
    pub(crate) fn retry(&self) -> Callback<()> {
        let again = self.again;
        Callback::new(move |()| {
            let _gone = again.try_update(|count| *count = count.wrapping_add(1));
        })
    }
}

/// What runs for an answer.
struct Course<A, T> {
    question: Question<A, T>,
    /// Counts what the question was about: an answer about something else comes too late.
    subject: u64,
    /// Whether it is being asked.
    running: bool,
    /// Whether to ask once more when the answer is there.
    outdated: bool,
}

/// Asks `question` at the newest block, and again at each newer one: what was answered stays until the new answer is there.
///
/// `about` is what the question is about; it tracks, and where it changes the old answer goes away at once, for it is an answer to
/// something else. Pass `|| ()` for a question that never changes. Nothing is asked twice at a time.
pub(crate) fn inquire<A, T, F, Fut>(
    wallet: Wallet,
    about: impl Fn() -> A + Send + Sync + 'static,
    question: F,
) -> Answer<T>
where
    A: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + 'static,
    F: Fn(Rc<ChainRoom>, Reads, A) -> Fut + 'static,
    Fut: Future<Output = Result<T, ErrorText>> + 'static,
{
    let answer = Answer { loaded: RwSignal::new_local(Loaded::Pending), again: RwSignal::new(0) };
    let question: Question<A, T> = Rc::new(move |room, reads, about| Box::pin(question(room, reads, about)));
    let course = StoredValue::new_local(Course { question, subject: 0, running: false, outdated: false });
    let about = Memo::new(move |_| about());
    let at = wallet.at();
    Effect::new(move |before: Option<A>| {
        let subject = about.get();
        answer.again.track();
        if at.get().is_none() {
            return subject;
        }
        let other = before.is_some_and(|before| before != subject);
        let start = course.try_update_value(|course| {
            if other {
                course.subject = course.subject.wrapping_add(1);
                course.running = false;
            }
            let start = !course.running;
            course.outdated = !start;
            start
        });
        if other {
            let _gone = answer.loaded.try_set(Loaded::Pending);
        }
        if start == Some(true) {
            run(wallet, course, answer, about);
        }
        subject
    });
    answer
}

/// Asks until the answer is one to the newest question.
fn run<A, T>(wallet: Wallet, course: StoredValue<Course<A, T>, LocalStorage>, answer: Answer<T>, about: Memo<A>)
where
    A: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + 'static,
{
    let Some(subject) = course.try_update_value(|course| {
        course.running = true;
        course.subject
    }) else {
        return;
    };
    spawn_local(async move {
        loop {
            let question = course.try_with_value(|course| Rc::clone(&course.question));
            let (Some(question), Some(about), Some((room, reads))) =
                (question, about.try_get_untracked(), wallet.ready())
            else {
                let _gone = course.try_update_value(|course| course.running = false);
                return;
            };
            let attempt = question(room, reads, about).await;
            let outdated = course.try_update_value(|course| {
                (course.subject == subject).then(|| {
                    let outdated = std::mem::take(&mut course.outdated);
                    course.running = outdated;
                    outdated
                })
            });
            let Some(Some(outdated)) = outdated else { return };
            let _gone = answer.loaded.try_update(|loaded| {
                *loaded = std::mem::replace(loaded, Loaded::Pending).updated(attempt);
            });
            if !outdated {
                return;
            }
        }
    });
}
