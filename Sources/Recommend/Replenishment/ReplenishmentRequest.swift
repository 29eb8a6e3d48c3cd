/// What is known of an article when its order for the week is decided.
public struct ReplenishmentRequest: Hashable, Sendable {
  /// Units sold per week, oldest first, the last full week last.
  public var history: [Double]
  /// Saleable units in the house.
  public var onHand: Double
  /// Units ordered and not yet there.
  public var pipeline: Double
  /// Weeks from an order to its goods.
  public var leadTimeWeeks: Int
  /// Units in the smallest quantity that the supplier sends.
  public var pack: Double
  /// What a unit costs or sells for, in any one unit of money; 0 when it is not known.
  public var price: Double
  /// How rarely the article may be out of stock: the least share of weeks without a lack, for an
  /// article of usual price and speed.
  public var service: Double

  /// Describes an article.
  ///
  /// - Throws: ``ReplenishmentRequestError`` naming the first field that is out of its range.
  public init(
    history: [Double],
    onHand: Double,
    pipeline: Double = 0,
    leadTimeWeeks: Int,
    pack: Double = 1,
    price: Double = 0,
    service: Double = 0.98
  ) throws(ReplenishmentRequestError) {
    func check(_ field: String, _ isRight: Bool, _ wanted: String)
      throws(ReplenishmentRequestError)
    {
      if !isRight { throw ReplenishmentRequestError(field: field, wanted: wanted) }
    }
    let isHistorySound = history.allSatisfy { $0.isFinite && $0 >= 0 }
    try check("history", isHistorySound, "numbers from 0, one a week, oldest first")
    try check("onHand", onHand.isFinite, "a number of units")
    try check("pipeline", pipeline.isFinite && pipeline >= 0, "units from 0, or a list of them")
    try check("leadTimeWeeks", (0...104).contains(leadTimeWeeks), "0 to 104 weeks")
    try check("pack", pack.isFinite && pack > 0, "units above 0")
    try check("price", price.isFinite && price >= 0, "an amount from 0")
    try check("service", service > 0 && service < 1, "a share above 0 and below 1")
    self.history = history
    self.onHand = onHand
    self.pipeline = pipeline
    self.leadTimeWeeks = leadTimeWeeks
    self.pack = pack
    self.price = price
    self.service = service
  }
}

/// A field of a request that is out of its range.
public struct ReplenishmentRequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field's name.
  public let field: String
  /// What it must hold.
  public let wanted: String

  /// Which field is wrong, and what it must hold.
  public var description: String { "\(field) must be \(wanted)" }
}
