//! A channel, what its reader can carry, and which application is selected.

use apdu::{
    ApduForm, CardChannel, ChannelError, Command, CommandBuffer, Once, Repeatable, Response, StatusWord, iso,
};

use crate::error::{CardError, Step};

/// The card's applications (card.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Application {
    /// 公的個人認証AP: certificates, keys and their PINs.
    Jpki,
    /// 券面事項確認AP: what is printed on the card, and the photo.
    Surface,
    /// 券面事項入力補助AP: the four attributes as text.
    Support,
    /// 共通カードAP.
    Common,
    /// 住基AP.
    ResidentRegister,
}

impl Application {
    /// All five, the one that a terminal needs first.
    pub const ALL: [Self; 5] =
        [Self::Jpki, Self::Surface, Self::Support, Self::Common, Self::ResidentRegister];

    /// The whole AID (card.md 2).
    #[must_use]
    pub const fn aid(self) -> [u8; 10] {
        match self {
            Self::Jpki => [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01],
            Self::Surface => [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02],
            Self::Support => [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08],
            Self::Common => [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00],
            Self::ResidentRegister => [0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01],
        }
    }
}

/// The answer to a SELECT of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Selection {
    /// It is the current application.
    Selected,
    /// `6283`: the issuer locked it.
    Locked,
    /// The card has none of this AID.
    NotFound(StatusWord),
}

/// One card in one reader, for as long as it lies there.
///
/// Remembers the selected application, so that no SELECT is sent twice: on this card a SELECT also
/// ends every right that a VERIFY gave, even one of the application that is selected already
/// (card.md 4.1), so a signature must follow its VERIFY without one.
///
/// Whoever owns the channel keeps others away from the card (an exclusive connection, or one
/// transaction per procedure) and calls [`Link::forget`] when somebody else may have used it.
#[derive(Debug)]
pub struct Link<C> {
    channel: C,
    form: ApduForm,
    selected: Option<Application>,
}

impl<C: CardChannel> Link<C> {
    /// A link to a card that nothing is known about yet.
    #[must_use]
    pub const fn new(channel: C, form: ApduForm) -> Self {
        Self { channel, form, selected: None }
    }

    /// Which APDUs the reader carries.
    #[must_use]
    pub const fn form(&self) -> ApduForm {
        self.form
    }

    /// Forgets which application is selected: the next procedure selects its own again.
    pub const fn forget(&mut self) {
        self.selected = None;
    }

    /// The channel, given back.
    #[must_use]
    pub fn into_channel(self) -> C {
        self.channel
    }

    /// The channel, for a step that is not this crate's. Whoever selects something there calls
    /// [`Link::forget`].
    pub const fn channel(&mut self) -> &mut C {
        &mut self.channel
    }

    /// Makes `application` current. 0 APDUs if it is, 1 otherwise.
    pub(crate) fn select(&mut self, application: Application) -> Result<Selection, CardError> {
        if self.selected == Some(application) {
            return Ok(Selection::Selected);
        }
        let mut buffer = CommandBuffer::new();
        let mut command = iso::select_application(&mut buffer, &application.aid())?;
        let mut response = [0; SHORT_RESPONSE];
        self.selected = None;
        let status = self.send(&mut command, &mut response)?.status;
        if status.is_success() {
            self.selected = Some(application);
            return Ok(Selection::Selected);
        }
        Ok(if status == StatusWord::APPLICATION_LOCKED {
            Selection::Locked
        } else {
            Selection::NotFound(status)
        })
    }

    /// [`Link::select`] where nothing but success will do.
    pub(crate) fn require(&mut self, application: Application) -> Result<(), CardError> {
        let status = match self.select(application)? {
            Selection::Selected => return Ok(()),
            Selection::Locked => StatusWord::APPLICATION_LOCKED,
            Selection::NotFound(status) => status,
        };
        Err(CardError::refused(Step::Select(application), status))
    }

    pub(crate) fn send<'r>(
        &mut self,
        command: &mut Command<'_, Repeatable>,
        response: &'r mut [u8],
    ) -> Result<Response<'r>, CardError> {
        let result = command.send(&mut self.channel, response);
        if result.is_err() {
            self.selected = None;
        }
        Ok(result?)
    }

    pub(crate) fn send_once<'r>(
        &mut self,
        command: Command<'_, Once>,
        response: &'r mut [u8],
    ) -> Result<Response<'r>, CardError> {
        let result = command.send(&mut self.channel, response);
        if result.is_err() {
            self.selected = None;
        }
        Ok(result?)
    }
}

/// Room for the longest short response, status word included.
pub(crate) const SHORT_RESPONSE: usize = 256 + 2;

/// What a read reports when the file does not fit the buffer that was lent.
pub(crate) const DOES_NOT_FIT: CardError = CardError::Channel(ChannelError::ResponseTooLong);
