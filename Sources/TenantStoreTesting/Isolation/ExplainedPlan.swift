import TenantStore

/// The scans of a plan as `EXPLAIN (VERBOSE, FORMAT JSON)` gives it.
struct ExplainedPlan {
  struct Scan {
    let table: String
    let conditions: String
  }

  private(set) var scans: [Scan] = []
  /// The tables that get new rows.
  private(set) var inserted: [String] = []

  init(_ json: JSONValue) {
    guard case .array(let plans) = json else { return }
    for plan in plans { collect(plan["Plan"]) }
  }

  private mutating func collect(_ node: JSONValue?) {
    guard let node, case .object(let members) = node else { return }
    let conditions = members.compactMap { key, value in
      guard key.hasSuffix("Cond") || key.hasSuffix("Filter"), case .string(let text) = value else {
        return nil as String?
      }
      return text
    }.sorted().joined(separator: " AND ")
    if case .string(let relation)? = node["Relation Name"],
      case .string(let schema)? = node["Schema"]
    {
      let table = "\(schema).\(relation)"
      if node["Node Type"] != "ModifyTable" {
        let below = Self.indexConditions(node)
        scans.append(Scan(table: table, conditions: conditions + below))
      } else if node["Operation"] == "Insert" {
        inserted.append(table)
      }
    }
    if case .array(let children)? = node["Plans"] {
      for child in children { collect(child) }
    }
  }

  /// A bitmap scan's condition stands on the index scans below it.
  private static func indexConditions(_ node: JSONValue) -> String {
    guard case .array(let children)? = node["Plans"] else { return "" }
    return children.map { child in
      let own: String
      if case .string(let text)? = child["Index Cond"] { own = text } else { own = "" }
      return own + indexConditions(child)
    }.joined(separator: " ")
  }
}
