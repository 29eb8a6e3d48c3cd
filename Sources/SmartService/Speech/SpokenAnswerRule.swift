/// What of an answer is said aloud to somebody whose hands are busy; all of it stays on the page.
public enum SpokenAnswerRule {
  /// From this many characters on further sentences are left to the page.
  static let length = 90

  /// The sentences that are said: the first ones, and every one that warns or sends to a doctor.
  ///
  /// Where a sentence takes something back of the one before it, both are said.
  /// - Parameter text: The answer.
  /// - Returns: Whole sentences of it, in its order.
  public static func spoken(_ text: String) -> String {
    var (said, spent) = ([] as [Substring], 0)
    for sentence in sentences(of: text) {
      let kind = WordingSentence.all(in: String(sentence)).first
      let isNeeded = kind.map { $0.warns || $0.limits } ?? false
      guard isNeeded || spent < length else { continue }
      said.append(sentence)
      spent += sentence.count
    }
    return said.map { String($0).trimmingSpaces() }.joined(separator: " ")
  }

  private static func sentences(of text: String) -> [Substring] {
    var (found, start) = ([] as [Substring], text.startIndex)
    for place in text.indices {
      let next = text.index(after: place)
      // The point of a number ends nothing.
      let isInNumber = text[place] == "." && next < text.endIndex && text[next].isNumber
      guard "。！？!?.\n".contains(text[place]), !isInNumber else { continue }
      found.append(text[start..<next])
      start = next
    }
    return (found + [text[start...]]).filter { $0.contains { !$0.isWhitespace } }
  }
}
