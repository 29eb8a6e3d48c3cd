/// Looks whether what a machine drafted may go to an expert at all.
///
/// It finds claims that the law forbids, and numbers and doses that the facts have not; it cannot see whether a
/// sentence is true, which is why an expert reads every draft.
public enum ClaimRule {
  /// What speaks against a draft.
  public enum Problem: String, CaseIterable, Sendable {
    /// It is empty, or longer than an answer may be.
    case shape
    /// It says "best", "only", "guaranteed" (Advertising Law of China, article 9).
    case absolute
    /// It promises a cure, or that no doctor is needed (article 17).
    case treatment
    /// It sets something beside breast milk (article 20).
    case substitute
    /// It has an amount that the facts have not.
    case dose
    /// It has a number that the facts have not.
    case number
  }

  /// What speaks against a text that was drafted from facts.
  public static func problems(of text: String, from facts: String) -> [Problem] {
    let said = FoldedText(text).string
    let known = FoldedText(facts).string
    var problems: [Problem] = []
    if said.isEmpty || text.unicodeScalars.count > 4_000 { problems.append(.shape) }
    for (problem, words) in words where words.contains(where: { said.contains($0) }) {
      problems.append(problem)
    }
    if !amounts(said).isSubset(of: amounts(known)) { problems.append(.dose) }
    if !numbers(said).isSubset(of: numbers(known)) { problems.append(.number) }
    return problems
  }

  private static func numbers(_ text: String) -> Set<Substring> {
    Set(text.matches(of: /[0-9]+(?:\.[0-9]+)?/).map(\.output))
  }

  /// Numbers, also in Chinese words, with the unit of an amount behind them.
  private static func amounts(_ text: String) -> Set<String> {
    let amount =
      #/
      ([0-9]+(?:\.[0-9]+)?|[零一二两三四五六七八九十百千半几]+)\s*
      (毫升|毫克|微克|克|滴|片|粒|支|袋|包|勺|ml|mg|mcg|g|drops?|tablets?|tetes|sendok)
      /#
    return Set(text.matches(of: amount).map { "\($0.1)\($0.2)" })
  }

  private static let words: [(Problem, [String])] = {
    var found: [Problem: [String]] = [:]
    for line in TextTable.lines("Texts/claims/words.txt") {
      let sides = TextTable.cells(line, by: "=")
      guard sides.count == 2, let problem = Problem(rawValue: sides[0]) else { continue }
      found[problem, default: []] += TextTable.cells(sides[1]).flatMap(TextFolding.forms).map {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: $0)
        return String(text)
      }
    }
    return Problem.allCases.compactMap { problem in found[problem].map { (problem, $0) } }
  }()
}
