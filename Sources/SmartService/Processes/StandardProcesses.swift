internal import TenantStore

extension ServiceProcess {
  /// How cases are handled where a merchant says nothing, by `Texts/processes/standard.tsv`.
  public static let standard: [Self] = {
    var found: [Self] = []
    for line in TextTable.lines("Texts/processes/standard.tsv") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      precondition(cells.count == 10, "a line of standard.tsv has ten cells: \(line)")
      let names = zip(["zh", "en", "ja", "id"], cells[6...]).compactMap { tag, name in
        LanguageTag(rawValue: tag).map { ($0, name) }
      }
      let state = State(
        code: cells[1],
        name: LocalizedText(Dictionary(uniqueKeysWithValues: names)),
        owner: cells[2].isEmpty ? nil : cells[2],
        minutes: Int(cells[3]),
        escalatesTo: cells[4].isEmpty ? nil : cells[4],
        next: cells[5].isEmpty ? nil : TextTable.cells(cells[5])
      )
      if found.last?.kind == cells[0] {
        found[found.count - 1].states.append(state)
      } else {
        found.append(Self(kind: cells[0], states: [state]))
      }
    }
    return found
  }()
}
