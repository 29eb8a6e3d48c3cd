package import ArgumentParser
internal import DelimitedText
internal import Foundation
internal import Recommend

/// Ranks items for users from who took what.
package struct RankTask: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Ranks the items that each user may take next.",
    discussion: """
      Reads user,item and writes user,rank,item, ranks from 1. What a user has in the training file is \
      never proposed. A user who is not in it gets what is popular. Of equally good items the one with \
      the lower identifier comes first.
      """
  )

  @Option(help: "CSV with the columns user and item: what the model is fitted to.")
  var train: String

  @Option(
    help: "CSV with the columns user and item: only to choose how ways of scoring are blended."
  )
  var validation: String?

  @Option(help: "CSV with the column user: for whom to rank.")
  var users: String

  @Option(help: "Items per user, 1 or more.")
  var k = 20

  @Option(help: "The file to write.")
  var out: String

  package init() {}

  package func validate() throws {
    guard k > 0 else { throw ValidationError("--k must be 1 or more.") }
  }

  package func run() throws {
    let pairs = try UserItemPairs([train] + (validation.map { [$0] } ?? []))
    let started = ContinuousClock.now
    let interactions = try pairs.interactions(0)
    let choice = BlendChoice()
    let model =
      if validation != nil {
        choice.model(fitting: interactions, heldOut: try pairs.interactions(1))
      } else {
        choice.model(fitting: interactions)
      }
    report("fit \(ContinuousClock.now - started); weights \(model.weights)")
    try write(model, pairs)
  }

  /// Writes a list for each user of the request, each user once.
  private func write(_ model: RecommendationModel, _ pairs: UserItemPairs) throws {
    var table = try TaskTable(users, columns: ["user"])
    var asked = Vocabulary()
    while let row = try table.next() { _ = asked.add(row[0]) }
    let known = asked.names.compactMap { pairs.users.number(of: $0) }
    let lists = Dictionary(
      uniqueKeysWithValues: zip(known, model.recommend(forAll: known, count: k))
    )
    let popular = model.recommend(history: [], count: k)
    var writer = DelimitedTextWriter(columns: ["user", "rank", "item"])
    for name in asked.names {
      let list = pairs.users.number(of: name).flatMap { lists[$0] } ?? popular
      for (place, entry) in list.enumerated() {
        writer.append([name, String(place + 1), pairs.items.names[entry.item]])
      }
    }
    try Data(writer.bytes).write(to: URL(filePath: out))
  }

  private func report(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }
}
