/// All figures, in the order in which they are measured and shown.
enum FigureList {
  static let all: [Figure] =
    TenantSelectFigures.all + BulkFigures.all + PageFigures.all + OversellFigure.all
    + FairnessFigure.all + IdleMemoryFigure.all + OutboxFigures.all
    + JobFigures.all + RushFigures.all + OrderMachineFigure.all + SearchFigures.all
    + TurnoverFigure.all + CheckoutFigure.all + MembershipFigures.all + RankingFigures.all
    + ImplicitFigures.all + SuitabilityFigure.all
    + ScaleFigures.all + InsightFigures.all + JourneyFigures.all + QualityFigures.all
    + AnswerFigures.all + HandOffFigure.all

  /// The figures of a name, or of all names that begin so; all of them without a name.
  static func named(_ names: [String]) -> [Figure] {
    guard !names.isEmpty else { return all }
    return all.filter { figure in
      names.contains { figure.name == $0 || figure.name.hasPrefix($0 + ".") }
    }
  }
}
