//! What a journal's call comes to when it is gone on with: a call is never repeated where a request of it that does harm twice may have
//! been carried out.

use super::requests::CallPlan;
use crate::journal::{RecordedCall, RecordedRequest};
use crate::outcome::RowState;

/// What a journal's call comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum CallFate {
    /// It is called again: nothing of it was sent that would do harm twice.
    Again,
    /// All of it was carried out.
    Done,
    /// The store refused this request, and what came before it stays.
    Refused(RecordedRequest),
    /// This request may have been carried out, and is not sent again.
    Unknown(RecordedRequest),
    /// This request was carried out and is not sent again, and one behind it was not sent.
    BrokenOff(RecordedRequest),
}

impl CallPlan {
    /// What becomes of a call that a journal has, whose plan this is.
    pub fn fate(&self, recorded: &RecordedCall) -> CallFate {
        let (mut is_left, mut stays) = (false, None);
        for (place, step) in (1..).zip(self.steps()).filter(|(_, step)| !step.reads) {
            let request = recorded.requests.get(&place);
            match request.map(|request| (request.state, request)) {
                Some((RowState::Written | RowState::Unchanged, request)) if !step.again => {
                    stays = Some(request.clone());
                }
                Some((RowState::Written | RowState::Unchanged, _)) => {}
                Some((RowState::Failed, request)) => return CallFate::Refused(request.clone()),
                Some((RowState::Unknown, request)) if !step.again => {
                    return CallFate::Unknown(request.clone());
                }
                Some((RowState::Unknown | RowState::NotTried, _)) | None => is_left = true,
            }
        }
        match (is_left, stays) {
            (false, _) => CallFate::Done,
            (true, None) => CallFate::Again,
            (true, Some(request)) => CallFate::BrokenOff(request),
        }
    }
}
