/// What may happen to a text of a review.
public enum ReviewEvent: String, CaseIterable, Sendable {
  /// A person lets it be read.
  case publish
  /// A person says no before it is read.
  case reject
  /// A person takes it back.
  case hide
}

/// What an event does to a text; one table.
public enum ReviewTransition {
  /// What becomes of a text.
  public enum Outcome: Hashable, Sendable {
    /// It moves to this state.
    case moves(ReviewState)
    /// The event has happened before; nothing changes.
    case stays
    /// The event is not allowed in this state.
    case refused
  }

  /// Decides what an event does; every decision can be taken back.
  public static func outcome(of event: ReviewEvent, in state: ReviewState) -> Outcome {
    switch (event, state) {
    case (.publish, .published), (.reject, .rejected), (.hide, .hidden): .stays
    case (.publish, _): .moves(.published)
    case (.reject, .pending): .moves(.rejected)
    case (.hide, .published): .moves(.hidden)
    case (.reject, _), (.hide, _): .refused
    }
  }
}
