public import Foundation
public import TenantStore

/// One SKU that somebody keeps for later; nothing is reserved for it.
public struct SavedLine: Hashable, Sendable {
  /// The most SKUs that one visitor keeps.
  public static let limit = 50

  /// What is kept, at today's price.
  public let line: CartLine
  /// What one piece cost when it was put aside.
  public let priceThen: Money
  /// How many pieces can be had now.
  public let available: Int
  /// When it was put aside, in UTC.
  public let savedAt: Date

  /// What has changed, for whoever kept it.
  public var notes: [SavedLineRule.Note] {
    SavedLineRule.notes(
      then: priceThen.minorUnits,
      now: line.unitPrice.minorUnits,
      available: line.state == .unavailable ? nil : available,
      wanted: line.quantity
    )
  }
}

/// What is worth saying about something that was put aside.
public enum SavedLineRule {
  /// From how many pieces down they are few.
  public static let few = 5

  /// Something that has changed or matters.
  public enum Note: Hashable, Sendable {
    /// It costs less by this much than when it was put aside, in minor units.
    case fallen(by: Int64)
    /// It costs more by this much.
    case risen(by: Int64)
    /// Only this many are left.
    case few(Int)
    /// None is left.
    case soldOut
    /// It is no longer on sale.
    case gone
  }

  /// Decides what is said.
  ///
  /// - Parameters:
  ///   - then: What a piece cost when it was put aside, in minor units.
  ///   - now: What it costs now.
  ///   - available: How many can be had; nothing when it is not on sale.
  ///   - wanted: How many were put aside, 1 to 99.
  /// - Returns: The notes; of a price only while it can be had.
  public static func notes(then: Int64, now: Int64, available: Int?, wanted: Int) -> [Note] {
    guard let available else { return [.gone] }
    guard available > 0 else { return [.soldOut] }
    var notes: [Note] = []
    if now < then { notes.append(.fallen(by: then - now)) }
    if now > then { notes.append(.risen(by: now - then)) }
    if available <= few || available < wanted { notes.append(.few(available)) }
    return notes
  }
}
