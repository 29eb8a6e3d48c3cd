public import TenantStore

/// Why an operation on families was refused.
public struct MembershipRefusal: Refusal, Equatable {
  /// The stable codes.
  public enum Code: String, RefusalCode {
    case memberNotFound = "membership.member_not_found"
    case memberInvalid = "membership.member_invalid"
    case contactInvalid = "membership.contact_invalid"
    case contactTaken = "membership.contact_taken"
    case codeTooSoon = "membership.code_too_soon"
    case codeWrong = "membership.code_wrong"
    case codeExpired = "membership.code_expired"
    case codeLocked = "membership.code_locked"
    case messageNotSent = "membership.message_not_sent"
    case mergeRefused = "membership.merge_refused"
    case consentInvalid = "membership.consent_invalid"
    case guardianConsentNeeded = "membership.guardian_consent_needed"
    case childNotFound = "membership.child_not_found"
    case childInvalid = "membership.child_invalid"
    case childQuiet = "membership.child_quiet"
    case dateImpossible = "membership.date_impossible"
    case growthInvalid = "membership.growth_invalid"
    case vaccinationInvalid = "membership.vaccination_invalid"
    case milestoneInvalid = "membership.milestone_invalid"
    case feedingInvalid = "membership.feeding_invalid"
    case reminderNotFound = "membership.reminder_not_found"
    case feedbackInvalid = "membership.feedback_invalid"
    case interviewInvalid = "membership.interview_invalid"
  }

  /// Which refusal this is.
  public let code: Code
  /// Values that explain it.
  public let details: [String: JSONValue]

  /// Creates a refusal.
  public init(_ code: Code, details: [String: JSONValue] = [:]) {
    self.code = code
    self.details = details
  }

  /// Refuses named fields.
  init(_ code: Code, fields: [String]) {
    self.init(code, details: ["fields": .array(fields.map { .string($0) })])
  }

  /// Refuses a date, saying which and why.
  init(_ reason: ImpossibleDate, in field: String) {
    self.init(
      .dateImpossible,
      details: ["field": .string(field), "reason": .string(reason.rawValue)]
    )
  }
}

extension MembershipRefusal.Code {
  /// What kind of refusal the code stands for.
  public var kind: RefusalKind {
    switch self {
    case .memberNotFound, .childNotFound, .reminderNotFound: .notFound
    case .memberInvalid, .contactInvalid, .codeWrong, .consentInvalid, .childInvalid,
      .dateImpossible, .growthInvalid, .vaccinationInvalid, .milestoneInvalid, .feedbackInvalid,
      .feedingInvalid,
      .interviewInvalid:
      .invalid
    case .contactTaken, .mergeRefused, .codeExpired, .childQuiet: .conflict
    case .codeTooSoon, .codeLocked: .tooMany
    case .guardianConsentNeeded: .forbidden
    case .messageNotSent: .unavailable
    }
  }

  /// What happened.
  public var meaning: String {
    switch self {
    case .memberNotFound: "There is no such member."
    case .memberInvalid: "A name or a tag is not allowed."
    case .contactInvalid: "This is no phone number or address that can be reached."
    case .contactTaken: "Another member has proved this phone number or address."
    case .codeTooSoon: "A code was sent a moment ago, or five within the hour."
    case .codeWrong: "The code is not the one that was sent."
    case .codeExpired: "No code is waiting for this phone number or address."
    case .codeLocked: "The code was entered wrongly five times."
    case .messageNotSent: "The message could not be handed to its provider."
    case .mergeRefused: "The two accounts cannot be made one, or this one was not merged."
    case .consentInvalid: "This purpose or version of its text is not offered."
    case .guardianConsentNeeded:
      "A child's data is kept only with a guardian's consent to the text."
    case .childNotFound: "The member has no such child."
    case .childInvalid: "A value of the child is not allowed."
    case .childQuiet: "The family asked for silence about this child."
    case .dateImpossible: "The date cannot be."
    case .growthInvalid: "A measurement is not possible."
    case .vaccinationInvalid: "The dose is not in the programme, or its date is not possible."
    case .milestoneInvalid: "There is no such milestone, or its date is not possible."
    case .feedingInvalid: "A meal has an amount or a time that is not possible."
    case .reminderNotFound: "There is no such reminder."
    case .feedbackInvalid: "An answer or a theme is not allowed."
    case .interviewInvalid: "The note of a talk has fields that are missing or wrong."
    }
  }

  /// What the caller can do.
  public var remedy: String {
    switch self {
    case .memberNotFound: "Sign in again, or take one from the list of members."
    case .memberInvalid: "Correct the named fields: 1 to 40 characters."
    case .contactInvalid: "Check it: a mobile number of mainland China, or +country and number."
    case .contactTaken: "Sign in with it, and ask the shop to make the two accounts one."
    case .codeTooSoon: "Wait as long as retry_after says, in seconds."
    case .codeWrong: "Enter the six digits again; left says how often."
    case .codeExpired, .codeLocked: "Ask for a new code."
    case .messageNotSent: "Try again in a minute, or use the other way to sign in."
    case .mergeRefused: "Look at both members; the reason says what is in the way."
    case .consentInvalid: "Show the present text and ask again."
    case .guardianConsentNeeded: "Show the guardian the present text and send its version."
    case .childNotFound: "Take one from the member's children."
    case .childInvalid: "Correct the named fields."
    case .childQuiet: "Nothing; the family can end the silence in its own time."
    case .dateImpossible: "Correct the named field; the reason says what is wrong with it."
    case .growthInvalid: "Correct the named fields: grams, and millimetres with the posture."
    case .vaccinationInvalid: "Take vaccine and dose from the calendar, with a day since the birth."
    case .milestoneInvalid: "Take one from the list, with a day since the birth."
    case .feedingInvalid: "Correct the named fields; the time lies since the birth and not ahead."
    case .reminderNotFound: "Take one from the child's reminders."
    case .feedbackInvalid:
      "Correct the named fields: a score of 0 to 10, texts as long as the form says."
    case .interviewInvalid: "Correct the named fields; nothing is noted without a consent."
    }
  }
}
