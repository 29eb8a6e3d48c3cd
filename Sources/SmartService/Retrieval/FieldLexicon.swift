/// What the field calls its things: brands, dialect, slips and paraphrases, by concept.
///
/// The files below `Texts/Lexicon` hold a line per concept, `honey = 蜂蜜 | 蜜水`, with broader
/// concepts after `<`. The first character of a name says what kind it is: `?` a type of question,
/// `.` an everyday word, `!` a field that a shop does not answer for, `-` words of talk, else a topic.
struct FieldLexicon: Sendable {
  /// A name for one or more concepts, where it stands in a text.
  struct Match {
    let range: Range<Int>
    let concepts: [String]
    var isTalk: Bool { concepts == ["-"] }
  }

  private var aliases: [String: [String]] = [:]
  private var broader: [String: [String]] = [:]
  private var longest = 1

  /// Reads the files of a lexicon.
  init(_ files: [String]) {
    for line in files.flatMap({ $0.split(separator: "\n") }) where !line.hasPrefix("#") {
      guard let equals = line.firstRange(of: " = ") else { continue }
      let head = line[..<equals.lowerBound].split(separator: "<")
      guard let concept = head.first?.trimmingSpaces() else { continue }
      if head.count > 1 {
        broader[concept, default: []] += head[1].split(separator: ",").map { $0.trimmingSpaces() }
      }
      for alias in line[equals.upperBound...].split(separator: "|") {
        for key in SearchText.forms(of: alias.trimmingSpaces()) {
          guard !key.isEmpty, aliases[String(key)]?.contains(concept) != true else { continue }
          aliases[String(key), default: []].append(concept)
          longest = max(longest, key.count)
        }
      }
    }
  }

  /// The lexicon of the toolkit.
  static let shared = FieldLexicon(
    EmbeddedText.files.filter { $0.key.hasPrefix("Texts/Lexicon/") }.sorted { $0.key < $1.key }
      .map(\.value)
  )

  /// The names in a text, each as long as possible, from left to right.
  func matches(in text: [Character]) -> [Match] {
    var found: [Match] = []
    var place = 0
    while place < text.count {
      if let match = match(at: place, in: text, atMost: longest) {
        found.append(match)
        place = match.range.upperBound
      } else {
        place += 1
      }
    }
    return found
  }

  /// The concepts of matches with their weights, 0 to 1: broader ones and ones within a name less.
  func concepts(of matches: [Match], in text: [Character]) -> [String: Double] {
    var weights: [String: Double] = [:]
    func note(_ concept: String, _ weight: Double) {
      guard concept != "-" else { return }
      weights[concept] = max(weights[concept] ?? 0, weight)
    }
    for match in matches where !match.isTalk {
      for concept in match.concepts {
        note(concept, 1)
        for parent in broader[concept] ?? [] {
          note(parent, 0.6)
          for grandparent in broader[parent] ?? [] { note(grandparent, 0.36) }
        }
      }
      guard match.range.count > 2, ScriptClass(text[match.range.lowerBound]) == .dense else {
        continue
      }
      for concept in inner(match.range, of: text) { note(concept, 0.6) }
    }
    return weights
  }

  /// The concepts of names of two characters and more within a longer name.
  private func inner(_ range: Range<Int>, of text: [Character]) -> [String] {
    range.flatMap { start -> [String] in
      let limit = min(range.upperBound - start, range.count - 1)
      guard limit > 1 else { return [] }
      for length in stride(from: limit, through: 2, by: -1) {
        if let concepts = aliases[String(text[start..<start + length])] { return concepts }
      }
      return []
    }
  }

  private func match(at start: Int, in text: [Character], atMost longest: Int) -> Match? {
    let isInWord = start > 0 && text.isSpaced(start) && text.isSpaced(start - 1)
    guard !isInWord, ScriptClass(text[start]) != .other else { return nil }
    for length in stride(from: min(longest, text.count - start), through: 1, by: -1) {
      var end = start + length
      guard let concepts = aliases[String(text[start..<end])] else { continue }
      if text.isSpaced(end - 1), end < text.count, text.isSpaced(end) {
        // An ending of up to three letters is an inflection, after four letters that are the stem.
        let stem = end
        while end < text.count, text.isSpaced(end) { end += 1 }
        guard length >= 4, end - stem <= 3 else { continue }
      }
      return Match(range: start..<end, concepts: concepts)
    }
    return nil
  }
}

extension [Character] {
  fileprivate func isSpaced(_ place: Int) -> Bool {
    ScriptClass(self[place]) == .spaced && self[place].isLetter
  }
}
