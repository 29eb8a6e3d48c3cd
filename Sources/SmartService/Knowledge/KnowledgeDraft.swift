/// One wording of an entry, as somebody writes it.
public struct KnowledgeDraft: Hashable, Sendable, Codable {
  /// The entry's short name, unique for the tenant, 1 to 80 characters.
  public var slug: String
  /// What the entry belongs to, at most 60 characters: `feeding`, `delivery`.
  public var topic: String
  /// The language of the wording, `zh`.
  public var language: String
  /// The question as a parent would ask it, 1 to 400 characters.
  public var question: String
  /// Other ways to ask it, at most 50.
  public var similar: [String]
  /// What is answered, 1 to 4,000 characters.
  public var answer: String
  /// The youngest age in days that the answer is right for, negative before birth; open when `nil`.
  public var minAgeDays: Int?
  /// The oldest age in days that the answer is right for, inclusive; open when `nil`.
  public var maxAgeDays: Int?
  /// Where the answer comes from, 1 to 400 characters.
  public var source: String

  /// Writes a draft.
  public init(
    slug: String,
    topic: String = "",
    language: String = "zh",
    question: String,
    similar: [String] = [],
    answer: String,
    minAgeDays: Int? = nil,
    maxAgeDays: Int? = nil,
    source: String
  ) {
    self.slug = slug
    self.topic = topic
    self.language = language
    self.question = question
    self.similar = similar
    self.answer = answer
    self.minAgeDays = minAgeDays
    self.maxAgeDays = maxAgeDays
    self.source = source
  }
}

/// What is wrong with a draft, by field.
enum KnowledgeDraftRule {
  /// The first day of a pregnancy, counted before the birth.
  private static let youngest = -300

  /// The names of the fields that must be corrected.
  static func problems(of draft: KnowledgeDraft) -> [String] {
    // Counted as the database counts; it has no character of number nothing.
    func misses(_ text: String, _ limit: Int) -> Bool {
      text.isEmpty || text.unicodeScalars.count > limit || text.unicodeScalars.contains("\0")
    }
    var fields: [String] = []
    if misses(draft.slug, 80) { fields.append("slug") }
    if draft.topic.unicodeScalars.count > 60 { fields.append("topic") }
    if !(2...12).contains(draft.language.count) { fields.append("language") }
    if misses(draft.question, 400) { fields.append("question") }
    if draft.similar.count > 50 || draft.similar.contains(where: { misses($0, 400) }) {
      fields.append("similar")
    }
    if misses(draft.answer, 4_000) { fields.append("answer") }
    if draft.minAgeDays.map({ $0 < youngest }) == true { fields.append("minAgeDays") }
    if let high = draft.maxAgeDays, high < (draft.minAgeDays ?? youngest) {
      fields.append("maxAgeDays")
    }
    if misses(draft.source, 400) { fields.append("source") }
    return fields
  }
}
