/// What a parent said, and what is known of the child.
public struct ServiceQuestion: Hashable, Sendable {
  /// What was written in this talk, oldest first; the last is answered.
  public var turns: [String]
  /// The age of the profile in days, if there is one.
  public var childAgeDays: Int?
  /// What the reader reads beside the language of the last turn, as BCP 47 tags, the best first.
  public var languages: [String]
  /// ISO 3166-1 code of the reader's country, for telephone numbers; none are shown without it.
  public var country: String?
  /// Rules of triage of which the reader was told in this talk; they stop no further answer.
  public var toldRules: Set<String> = []
  /// How a recogniser of speech heard the last turn; nothing where it was written.
  public var heard: SpokenMessage?

  /// Asks.
  public init(
    turns: [String],
    childAgeDays: Int? = nil,
    languages: [String] = [],
    country: String? = nil
  ) {
    self.turns = turns
    self.childAgeDays = childAgeDays
    self.languages = languages
    self.country = country
  }

  /// The most characters of turns that are read together, those of the last ones: ten of the longest, or
  /// all of a talk as people have them.
  package static let readLimit = 10 * Message.textLimit

  /// The turns of the end of a talk that are read together, always with the last.
  package static func newest(_ turns: [String]) -> [String] {
    var left = readLimit
    let kept = turns.reversed().prefix { turn in
      left -= turn.unicodeScalars.count
      return left >= 0
    }
    return turns.suffix(max(1, kept.count))
  }
}

/// What is done with a question: always a type, never read out of a text.
@nonexhaustive
public enum ServiceAction: String, Hashable, Sendable, Codable, CaseIterable {
  /// The text of a reviewed entry, with its source.
  case answer
  /// Two or three buttons, or the question for the child's age.
  case clarify
  /// The customer's own order is looked up.
  case business
  /// A person takes over.
  case handOff
  /// Nothing here answers it.
  case refuse
}

/// Where an answer comes from.
public struct KnowledgeCitation: Hashable, Sendable, Codable {
  /// The entry's short name.
  public let entry: String
  /// Which wording of it.
  public let version: Int
  /// Where the answer was taken from.
  public let source: String
  /// Who vouches for it.
  public let reviewer: String
}

/// What a parent is told.
public struct ServiceAnswer: Hashable, Sendable {
  /// What is done.
  public let action: ServiceAction
  /// Why a person takes over; `nil` for every other action.
  public let handOff: HandOffReason?
  /// The entry that is meant; `nil` when nothing was found.
  public let entry: String?
  /// At most five entries, the best first.
  public let ranked: [String]
  /// How likely the entry is the right one, 0 to 1.
  public let confidence: Double
  /// The sources of the text.
  public let citations: [KnowledgeCitation]
  /// What triage said, before anything else.
  public let redFlag: AnswerPorts.RedFlag
  /// The text: the entry's own words, never others.
  public let text: String
  /// What a clarifying question offers, at most three.
  public let buttons: [String]
  /// Whether it is the child's age that a clarifying question asks for.
  public let asksAge: Bool
  /// Whether the buttons are what may have been said aloud.
  public let asksHeard: Bool
  /// The language of the text, as a BCP 47 tag; `nil` where there is no entry.
  public let language: String?
  /// For which ages of the child it is, in days: what the talk tells, beside the profile; `nil` where
  /// neither tells one.
  public let ageDays: ClosedRange<Int>?
}
