/// What a member may agree to; what the contract itself needs is not asked for.
public enum ConsentPurpose: String, CaseIterable, Sendable, Codable {
  /// Keeping a child's data, which a guardian agrees to (PIPL articles 28, 29 and 31).
  case guardian
  /// Sending reminders of checks, vaccinations and sizes.
  case reminders
  /// Sending offers.
  case marketing
  /// Choosing what is shown by what is known of the family.
  case personalisation

  /// The fields that the purpose needs, and no others.
  public var fields: [String] {
    switch self {
    case .guardian:
      ["nickname", "sex", "due_on", "born_on", "growth", "milestones", "vaccinations"]
    case .reminders: ["contact", "due_on", "born_on", "vaccinations", "growth"]
    case .marketing: ["contact", "stage", "orders", "tier", "tags", "groups"]
    case .personalisation: ["stage", "orders"]
    }
  }

  /// Until when those fields are kept.
  public var retention: String {
    switch self {
    case .guardian: "until the guardian withdraws, or the child is 18"
    case .reminders: "until the member withdraws; what was sent, for a year"
    case .marketing, .personalisation: "until the member withdraws"
    }
  }
}

/// What a member said to a purpose.
public enum ConsentDecision: String, CaseIterable, Sendable {
  /// Yes.
  case given
  /// No, or no longer.
  case withdrawn
}
