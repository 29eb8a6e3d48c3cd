internal import DelimitedText
public import TenantStore

extension ReplenishmentPlan {
  /// The columns of ``orderList(names:places:)``.
  static let columns = [
    "sku", "name", "location", "order", "pack", "on_hand", "on_the_way", "lead_days", "expected",
    "target", "lasts_days", "unit_cost", "cost", "urgency", "limits",
  ]

  /// The orders as a table to send, comma-separated with a header, UTF-8 with a mark so that Excel reads
  /// it; only what is to be ordered.
  ///
  /// - Parameters:
  ///   - names: What articles are called.
  ///   - currency: The tenant's, in which costs are written as decimals.
  ///   - place: Only for this place; nil for all.
  /// - Returns: The bytes of the file.
  public func orderList(names: [String: String], in currency: Currency, place: String? = nil)
    -> [UInt8]
  {
    func money(_ minor: Int64?) -> String {
      minor.map { Money(minorUnits: $0, currency: currency).decimal } ?? ""
    }
    var writer = DelimitedTextWriter(columns: Self.columns, hasMark: true)
    for proposal in proposals
    where proposal.quantity > 0 && (place ?? proposal.place) == proposal.place {
      let tenths = Int((proposal.expected * 10).rounded())
      writer.append([
        proposal.article, names[proposal.article] ?? "", proposal.place, "\(proposal.quantity)",
        "\(proposal.pack)", "\(proposal.onHand)", "\(proposal.onTheWay)", "\(proposal.leadDays)",
        "\(tenths / 10).\(tenths % 10)", "\(proposal.target)",
        proposal.coverDays.map { "\($0)" } ?? "", money(proposal.unitCost), money(proposal.cost),
        "\(proposal.urgency)",
        proposal.limits.map(\.rawValue).sorted().joined(separator: " "),
      ])
    }
    return writer.bytes
  }
}
