/// How a factor model is fitted.
public struct FactorSettings: Hashable, Sendable, Codable {
  /// Numbers per user and item; a multiple of 8 from 8 to 256.
  public var factors: Int
  /// The weight of a pair that was not seen against one that was, above 0.
  public var unobservedWeight: Float
  /// The strength of regularisation, above 0.
  public var regularisation: Float
  /// How much more regularisation rows with many ones get: 0 none, 1 in proportion.
  public var frequencyExponent: Float
  /// How many times users and items are solved in turn, 1 or more.
  public var rounds: Int
  /// Where the random start comes from.
  public var seed: UInt64

  /// Sets how a factor model is fitted.
  public init(
    factors: Int = 64,
    unobservedWeight: Float = 0.006,
    regularisation: Float = 0.06,
    frequencyExponent: Float = 1,
    rounds: Int = 10,
    seed: UInt64 = 1
  ) {
    self.factors = factors
    self.unobservedWeight = unobservedWeight
    self.regularisation = regularisation
    self.frequencyExponent = frequencyExponent
    self.rounds = rounds
    self.seed = seed
  }

  /// What is sensible for a shop of a size: fewer factors, held more, where there are few users.
  public static func suited(userCount: Int) -> Self {
    userCount < 5_000
      ? Self(factors: 32, unobservedWeight: 0.01, rounds: 6) : Self()
  }
}
