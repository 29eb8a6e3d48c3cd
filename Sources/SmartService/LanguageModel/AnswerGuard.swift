/// Looks at what a language model made of a published answer before anybody reads it.
///
/// A model may choose, of the reviewed sentences, those that answer the question, put words that mean the
/// same in place of others, and join sentences by words such as "also": nothing else. What it says is read
/// as the rules read every message (width, case, Chinese variants, lookalikes), and then each of its
/// sentences must be one of the source's, or several that stand side by side there, in the source's order.
/// So a number, a dose, an age, a name or a claim that the entry has not cannot be served, and neither can
/// one that is moved to another sentence. It refuses rather than repairs: the entry's own words are always
/// there instead.
public struct AnswerGuard: Sendable {
  /// Why a text is not served.
  public enum Problem: String, CaseIterable, Sendable {
    /// It is empty, longer than the source allows, or has characters that no answer has.
    case shape
    /// It cites nothing, or something that it was not given.
    case citation
    /// It has a sentence that the source has not, out of place, or twice.
    case unsupported
    /// It has a sentence without the one that it leans on: "but", "otherwise", "in that case".
    case torn
    /// It leaves out a sentence that warns or sends to a doctor.
    case warning
  }

  private let source: String
  private let sentences: [WordingSentence]

  /// Prepares to look at texts made of one source.
  public init(source: String) {
    self.source = source
    sentences = WordingSentence.all(in: source)
  }

  /// What is wrong with a text; nothing when it may be served.
  public func problem(of text: String) -> Problem? {
    guard hasShape(text) else { return .shape }
    guard Self.cites(text) else { return .citation }
    let said = WordingSentence.all(in: Self.withoutMarks(text)).filter { !$0.tokens.isEmpty }
    guard !said.isEmpty else { return .shape }
    var used: Set<Int> = []
    var next = 0
    for sentence in said {
      guard let place = place(of: sentence, from: next) else { return .unsupported }
      used.formUnion(place)
      next = place.upperBound
    }
    if sentences.indices.contains(where: { leans($0, on: used) }) { return .torn }
    let warnings = sentences.indices.filter { sentences[$0].warns }
    return used.isSuperset(of: warnings) ? nil : .warning
  }

  /// The text without the marks of its citations, which the page shows beside it.
  static func withoutMarks(_ text: String) -> String {
    text.replacing(/[ ]?\[1\]/, with: "").trimmingSpaces()
  }

  // MARK: Rules

  /// `[1]` at least once, and nothing else in brackets.
  private static func cites(_ text: String) -> Bool {
    let cited = text.matches(of: /\[([^\[\]]*)\]/).map { String($0.1) }
    return !cited.isEmpty && cited.allSatisfy { $0 == "1" }
  }

  /// Letters, digits and plain marks only; no more of them than the source has, and room for joining
  /// words.
  private func hasShape(_ text: String) -> Bool {
    let allowed = Set(source.unicodeScalars)
    guard (1...(2 * source.count + 200)).contains(text.count) else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || scalar == " " || allowed.contains(scalar)
        || Self.plain.contains(scalar.properties.generalCategory)
    }
  }

  private static let plain: Set<Unicode.GeneralCategory> = [
    .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
    .nonspacingMark, .spacingMark, .decimalNumber, .dashPunctuation, .openPunctuation,
    .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation,
  ]

  /// Which sentences of the source one says, side by side, at most four.
  private func place(of sentence: WordingSentence, from start: Int) -> Range<Int>? {
    for first in sentences.indices.dropFirst(start) {
      var tokens: [String] = []
      for last in first..<min(first + 4, sentences.count) {
        tokens += sentences[last].tokens
        if tokens == sentence.tokens { return first..<(last + 1) }
        if tokens.count > sentence.tokens.count { break }
      }
    }
    return nil
  }

  /// Whether a sentence of the source and the one before it mean something only together, and one of
  /// them is left out.
  private func leans(_ place: Int, on used: Set<Int>) -> Bool {
    guard place > 0 else { return false }
    let (isSaid, isBefore) = (used.contains(place), used.contains(place - 1))
    if sentences[place].leansBack, isSaid, !isBefore { return true }
    return sentences[place].limits && isBefore && !isSaid
  }
}
