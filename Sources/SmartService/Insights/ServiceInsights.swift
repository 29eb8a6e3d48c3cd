/// What customer service did in a while: how much without a person, how fast, and how well it was liked.
///
/// Shares come with their Wilson interval; who rates is not everybody, so that the share of those who
/// did stands beside what they said.
public struct ServiceInsights: Hashable, Sendable {
  /// The talks that began in a week.
  public struct Week: Hashable, Sendable {
    /// Its Monday on the merchant's calendar, `2026-11-23`.
    public let day: String
    /// Talks that began in it.
    public let talks: Int
    /// Those in which no person was needed.
    public let automated: Int
    /// Those that were rated.
    public let rated: Int
    /// Those that were rated 4 or 5.
    public let satisfied: Int

    /// Counts a week.
    public init(day: String, talks: Int, automated: Int, rated: Int, satisfied: Int) {
      self.day = day
      self.talks = talks
      self.automated = automated
      self.rated = rated
      self.satisfied = satisfied
    }
  }

  /// What became of the talks that were handed to people.
  public struct People: Hashable, Sendable {
    /// How often a talk was handed over.
    public let handOffs: Int
    /// How often a person answered.
    public let answered: Int
    /// How often nobody had answered in time.
    public let late: Int
    /// The middle of the minutes until a person answered; none where nobody has.
    public let medianMinutes: Double?
    /// The minutes within which nine of ten were answered.
    public let ninetiethMinutes: Double?
    /// How many talks a person ended after answering.
    public let ended: Int
    /// The middle of the minutes from a person's first answer to the end.
    public let handlingMinutes: Double?

    /// Counts hand-offs.
    public init(
      handOffs: Int,
      answered: Int,
      late: Int,
      medianMinutes: Double?,
      ninetiethMinutes: Double?,
      ended: Int,
      handlingMinutes: Double?
    ) {
      self.handOffs = handOffs
      self.answered = answered
      self.late = late
      self.medianMinutes = medianMinutes
      self.ninetiethMinutes = ninetiethMinutes
      self.ended = ended
      self.handlingMinutes = handlingMinutes
    }
  }

  /// The weeks, in order.
  public let weeks: [Week]
  /// What people did.
  public let people: People

  /// Joins what was counted.
  public init(weeks: [Week], people: People) {
    self.weeks = weeks
    self.people = people
  }

  /// Below so many nothing is said of a share or a middle.
  public static let least = 5

  private func sum(_ part: KeyPath<Week, Int>) -> Int { weeks.reduce(0) { $0 + $1[keyPath: part] } }

  /// Talks in which no person was needed, of all.
  public var automation: MeasuredShare {
    MeasuredShare(count: sum(\.automated), total: sum(\.talks))
  }

  /// Ratings of 4 and 5, of all ratings.
  public var satisfaction: MeasuredShare {
    MeasuredShare(count: sum(\.satisfied), total: sum(\.rated))
  }

  /// Talks that were rated, of all.
  public var response: MeasuredShare {
    MeasuredShare(count: sum(\.rated), total: sum(\.talks))
  }

  /// Hand-offs that were answered too late, of all.
  public var lateness: MeasuredShare {
    MeasuredShare(count: people.late, total: people.handOffs)
  }

  /// The minutes that people would have needed for what needed none of them: as many talks, each as long
  /// as the middle one that a person answered; none before enough were measured.
  public var savedMinutes: Double? {
    guard people.ended >= Self.least, let minutes = people.handlingMinutes else { return nil }
    return Double(automation.count) * minutes
  }
}
