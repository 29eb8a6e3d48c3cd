/// Questions about one matter that the service had no answer to.
public struct UnansweredGroup: Hashable, Sendable {
  /// How often it was asked.
  public let count: Int
  /// How it was asked, the newest first, each wording once, at most five.
  public let wordings: [String]
}

/// Gathers questions by what they are about, so that the merchant sees which entry is missing most.
enum UnansweredRule {
  private static let wordingLimit = 5

  /// The groups, the largest first; of equals the one that was asked last.
  ///
  /// Questions that name the same topics stand together, whatever else they say; one that names none
  /// stands with those of the same letters.
  static func groups(of questions: [String]) -> [UnansweredGroup] {
    var order: [String] = []
    var found: [String: (count: Int, wordings: [String])] = [:]
    for question in questions {
      let wording = question.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let key = matter(of: wording)
      if found[key] == nil { order.append(key) }
      var group = found[key] ?? (0, [])
      group.count += 1
      if group.wordings.count < wordingLimit, !group.wordings.contains(wording) {
        group.wordings.append(wording)
      }
      found[key] = group
    }
    return order.compactMap { found[$0] }.enumerated()
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map { UnansweredGroup(count: $0.element.count, wordings: $0.element.wordings) }
  }

  private static func matter(of question: String) -> String {
    let topics = SearchTerms(question, .shared).concepts.keys
      .filter { ConceptKind($0).isTopic }.sorted()
    guard topics.isEmpty else { return topics.joined(separator: "\n") }
    return "=" + String(question.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
