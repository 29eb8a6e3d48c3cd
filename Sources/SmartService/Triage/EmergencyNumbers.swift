/// Telephone numbers of a country, by what they are for; never shown to people of another one.
public struct EmergencyNumbers: Sendable, Hashable {
  /// What a number is for.
  public enum Purpose: String, Sendable, Hashable, CaseIterable {
    /// Ambulance.
    case emergency
    /// Police.
    case police
    /// Psychological help.
    case mental
    /// Health advice.
    case health
  }

  private let numbers: [Purpose: String]

  /// The numbers of a country.
  ///
  /// - Parameter country: ISO 3166-1 code of two letters; nil or an unknown one has no numbers.
  public init(country: String?) {
    numbers = country.flatMap { Self.table[$0.uppercased()] } ?? [:]
  }

  /// The number for a purpose, where the table has one.
  public subscript(purpose: Purpose) -> String? { numbers[purpose] }

  /// Puts the numbers into an action, or words in their place where the country has none.
  func filling(_ action: String, language: String) -> String {
    Purpose.allCases.reduce(action) { text, purpose in
      text.replacingPlaceholder(
        purpose.rawValue,
        by: numbers[purpose] ?? TriageWords.words(for: purpose, in: language)
      )
    }
  }

  private static let table: [String: [Purpose: String]] = {
    var table: [String: [Purpose: String]] = [:]
    for line in TextTable.lines("Texts/triage/emergency-numbers.tsv").dropFirst() {
      let cells = line.split(separator: "\t").map(String.init)
      guard cells.count == 4, let purpose = Purpose(rawValue: cells[1]) else { continue }
      table[cells[0], default: [:]][purpose] = cells[2]
    }
    return table
  }()
}

extension String {
  /// Every `{name}` replaced by a text.
  func replacingPlaceholder(_ name: String, by text: String) -> String {
    split(separator: "{\(name)}", omittingEmptySubsequences: false).joined(separator: text)
  }
}
