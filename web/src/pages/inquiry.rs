//! A question to the chain that is asked again whenever the chain, or what it is about, has moved on.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use assay_sdk::evidence::Reads;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::ErrorText;
use crate::problem;
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
    /// Counts how often it was asked: a proof of an earlier answer comes too late.
    round: u64,
    stage: Stage,
}

/// How far a question is. Nothing is asked twice at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Answered, or not asked yet.
    Idle,
    /// It is being asked.
    Asked,
    /// It is being asked, and is to be asked once more when the answer is there.
    Outdated,
}

/// Asks `question` at the newest block, and again at each newer one: what was answered stays until the new answer is there. Each answer
/// by the endpoint's word is followed by the same answer, proven as far as that can be; an endpoint that contradicts itself there is not
/// believed any longer, and the wallet shows nothing of it.
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
    let course = StoredValue::new_local(Course { question, subject: 0, round: 0, stage: Stage::Idle });
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
                course.stage = Stage::Idle;
            }
            let start = course.stage == Stage::Idle;
            course.stage = if start { Stage::Asked } else { Stage::Outdated };
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
    let Some(subject) = course.try_with_value(|course| course.subject) else { return };
    spawn_local(async move {
        loop {
            // Without these the page is gone.
            let question = course.try_with_value(|course| Rc::clone(&course.question));
            let (Some(question), Some(about)) = (question, about.try_get_untracked()) else { return };
            let Some((room, reads)) = wallet.ready() else {
                let _gone = course.try_update_value(|course| course.stage = Stage::Idle);
                return;
            };
            let attempt = question(room, reads.clone(), about.clone()).await;
            let outdated = course.try_update_value(|course| {
                (course.subject == subject).then(|| {
                    let outdated = course.stage == Stage::Outdated;
                    course.stage = if outdated { Stage::Asked } else { Stage::Idle };
                    course.round = course.round.wrapping_add(1);
                    (outdated, course.round)
                })
            });
            let Some(Some((outdated, round))) = outdated else { return };
            let answered = attempt.is_ok();
            let _gone = answer.loaded.try_update(|loaded| {
                *loaded = std::mem::replace(loaded, Loaded::Pending).updated(attempt);
            });
            if !outdated {
                if answered {
                    let still = move || {
                        course.try_with_value(|course| (course.subject, course.round)) == Some((subject, round))
                    };
                    prove(wallet, &reads, |room, reads| question(room, reads, about), answer, still).await;
                }
                return;
            }
        }
    });
}

/// Asks once more where answers are proven, and shows that answer if it is `still` one to the newest question.
async fn prove<T: Clone + 'static>(
    wallet: Wallet,
    reads: &Reads,
    question: impl FnOnce(Rc<ChainRoom>, Reads) -> Asked<T>,
    answer: Answer<T>,
    still: impl Fn() -> bool,
) {
    let proven = match wallet.proving(reads).await {
        None => return,
        Some(Ok((room, reads))) => question(room, reads).await,
        Some(Err(error)) => Err(error),
    };
    match proven {
        Ok(value) if still() => {
            let _gone = answer.loaded.try_set(Loaded::Ready { value, stale: None });
        }
        Err(error) if problem::is_contradiction(&error) => wallet.doubt(),
        Ok(_) | Err(_) => {}
    }
}
