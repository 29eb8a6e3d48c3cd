/// What of a knowledge entry is searched.
struct KnowledgeDocument: Hashable, Sendable {
  /// The entry's short name.
  let slug: String
  let question: String
  let similar: [String]
  let answer: String
  /// The days of age that the answer is right for; `nil` where it does not depend on a child.
  let stage: ClosedRange<Int>?

  init(
    slug: String,
    question: String,
    similar: [String],
    answer: String,
    minAgeDays: Int?,
    maxAgeDays: Int?
  ) {
    self.slug = slug
    self.question = question
    self.similar = similar
    self.answer = answer
    if minAgeDays == nil, maxAgeDays == nil {
      stage = nil
    } else {
      let low = max(0, minAgeDays ?? 0)
      stage = low...max(low, maxAgeDays ?? Self.noLimit)
    }
  }

  /// What of an entry is searched.
  init(_ draft: KnowledgeDraft) {
    self.init(
      slug: draft.slug,
      question: draft.question,
      similar: draft.similar,
      answer: draft.answer,
      minAgeDays: draft.minAgeDays,
      maxAgeDays: draft.maxAgeDays
    )
  }

  /// Stands for an open end.
  static let noLimit = 1_000_000

  /// Whether the answer may be right for a child of this age.
  func fits(_ age: ClosedRange<Int>?) -> Bool {
    guard let age, let stage else { return true }
    return stage.overlaps(age)
  }
}
