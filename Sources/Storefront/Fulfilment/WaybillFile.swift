internal import DelimitedText
internal import TenantStore

/// The file of orders to ship: written for the packer, read back with carriers and numbers.
public enum WaybillFile {
  /// The columns that a file which is read must have.
  public static let required = ["order", "carrier", "tracking_number"]
  /// The columns that split an order into parcels.
  static let parts = ["sku", "quantity"]
  /// The columns of the file as it is written; `sku` and `quantity` may be added to split orders.
  public static let columns = [
    "order", "placed_at", "name", "phone", "region", "address", "note", "pieces", "weight_grams",
    "due_at_door", "carrier", "tracking_number",
  ]
}

/// What came of a file of waybills.
public struct WaybillResult: Hashable, Sendable {
  /// How many parcels were noted.
  public internal(set) var shipped = 0
  /// How many had been noted before.
  public internal(set) var unchanged = 0
  /// How many rows have no carrier and no number yet.
  public internal(set) var open = 0
  /// What is wrong, by its place; these rows were left out.
  public internal(set) var problems: [ImportProblem] = []
}

/// The rows of a file that make one parcel.
struct WaybillParcel: Hashable {
  let order: String
  var draft: ShipmentDraft
  let row: Int
  let line: Int
}

/// Reads rows into parcels; rows of the same order, carrier and number are one parcel.
struct WaybillReading {
  private(set) var parcels: [WaybillParcel] = []
  private(set) var problems: [ImportProblem] = []
  private(set) var open = 0
  private var places: [String: Int] = [:]

  mutating func add(_ record: DelimitedRecord) {
    let (carrier, tracking) = (record["carrier"], record["tracking_number"])
    guard !carrier.isEmpty || !tracking.isEmpty else {
      open += 1
      return
    }
    let found = ShipmentRule.problems(
      ShipmentDraft(carrier: carrier, trackingNumber: tracking)
    )
    for field in found {
      note(record, field, "is no \(field == "carrier" ? "carrier" : "number") of a parcel")
    }
    guard let chosen = chosen(record), found.isEmpty else { return }
    let key = "\(record["order"])\n\(carrier)\n\(tracking)"
    guard let place = places[key] else {
      places[key] = parcels.count
      parcels.append(
        WaybillParcel(
          order: record["order"],
          draft: ShipmentDraft(carrier: carrier, trackingNumber: tracking, pieces: chosen.pieces),
          row: record.row,
          line: record.line
        )
      )
      return
    }
    merge(chosen.pieces, into: place, record)
  }

  /// What a row chooses of its order: some pieces, or all that is left.
  private struct Choice {
    let pieces: [String: Int]?
  }

  /// What a row chooses; nothing when, noted, it is wrong.
  private mutating func chosen(_ record: DelimitedRecord) -> Choice? {
    let (sku, text) = (record["sku"], record["quantity"])
    guard !sku.isEmpty else {
      guard text.isEmpty else {
        note(record, "sku", "is empty; say of which SKU")
        return nil
      }
      return Choice(pieces: nil)
    }
    guard let quantity = Int(text), (1...99).contains(quantity) else {
      note(record, "quantity", "must be a whole number from 1 to 99")
      return nil
    }
    return Choice(pieces: [sku: quantity])
  }

  private mutating func merge(_ pieces: [String: Int]?, into place: Int, _ record: DelimitedRecord)
  {
    guard let pieces, var held = parcels[place].draft.pieces else {
      note(record, "tracking_number", "stands on line \(parcels[place].line) already")
      return
    }
    held.merge(pieces, uniquingKeysWith: +)
    parcels[place].draft.pieces = held
  }

  private mutating func note(_ record: DelimitedRecord, _ field: String, _ message: String) {
    problems.append(
      ImportProblem(
        row: record.row,
        line: record.line,
        column: record.number(of: field),
        field: field,
        message: message
      )
    )
  }
}
