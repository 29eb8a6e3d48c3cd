import Foundation
import RecommendEvaluation
import Testing

@Suite("Tasks on files")
struct NeedsTaskTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test func `every household and category gets a probability, twice the same`() async throws {
    let transactions = try write("t.csv", Self.transactions)
    let products = try write("p.csv", Self.products)
    let arguments = [
      "needs", "--transactions", transactions, "--products", products, "--at", "120", "--out",
    ]
    let texts = [try await run(arguments), try await run(arguments)]

    let lines = texts[0].split(separator: "\n")
    #expect(texts[0] == texts[1])
    #expect(lines[0] == "household,category,probability")
    #expect(lines.count == 1 + 30 * 2)
    #expect(lines.contains { $0.hasPrefix("\"h,7\",MILK,") })
    #expect(!texts[0].contains("COUPON"))
  }

  @Test(
    arguments: [
      ("", "is empty"), ("household,day,product,quantity\n", "has no column value"),
      ("household,day,product,quantity,value\nh,x,a,1,1\n", "line 2, column day"),
      ("household,day,product,quantity,value\nh,1,a,nan,1\n", "line 2, column quantity"),
      ("household,day,product,quantity,value\nh,1,a,1\n", "line 2: has 4 fields"),
    ])
  func `a damaged file is refused with its place`(_ text: String, _ told: String) async throws {
    let transactions = try write("t.csv", text)
    let products = try write("p.csv", Self.products)

    let error = await #expect(throws: TaskFileError.self) {
      try await run([
        "needs", "--transactions", transactions, "--products", products, "--at", "9", "--out",
      ])
    }
    #expect(error?.description.contains("t.csv") == true)
    #expect(error?.description.contains(told) == true, "\(error?.description ?? "")")
  }

  @Test func `periods are numbered on and quantiles stand as they were asked for`() async throws {
    let series = try write("s.csv", "series,period,units\na,10,4\na,12,2\nb,11,1\n")

    let text = try await run([
      "forecast", "--series", series, "--horizon", "2", "--quantiles", "0.50,0.9", "--out",
    ])

    let starts = text.split(separator: "\n").map {
      $0.split(separator: ",").prefix(3).joined(separator: ",")
    }
    #expect(
      starts == [
        "series,period,quantile", "a,13,mean", "a,13,0.50", "a,13,0.9", "a,14,mean", "a,14,0.50",
        "a,14,0.9", "b,13,mean", "b,13,0.50", "b,13,0.9", "b,14,mean", "b,14,0.50", "b,14,0.9",
      ]
    )
    #expect(try SeriesTable(series).histories == [[4, 0, 2], [1, 0]])
  }

  @Test(arguments: ["a,1,-2", "a,1.5,2", "a,1,nan", "a,,2"])
  func `units below nothing and broken periods are refused`(_ line: String) throws {
    let series = try write("s.csv", "series,period,units\na,0,1\n\(line)\n")

    let error = #expect(throws: TaskFileError.self) { try SeriesTable(series) }
    #expect(error?.description.contains("line 3, column") == true)
  }

  @Test func `a bad request is told with its line and field, and the next is answered`() {
    var answers = ReplenishmentAnswers()
    let good =
      #"{"sku":"a","history":[4,4,4,4],"onHand":0,"pipeline":[1,2],"leadTimeWeeks":1,"pack":6,"price":2,"service":0.95}"#

    #expect(answers.answer(to: good).quantity == "12")
    #expect(answers.answer(to: "nonsense").problem == "line 2: is no JSON object")
    let pack = answers.answer(to: good.replacing("\"pack\":6", with: "\"pack\":0"))
    #expect(pack.problem?.hasPrefix("line 3: pack must be") == true)
    #expect(pack.quantity == "0")
    #expect(answers.answer(to: "{}").problem == "line 4: history is missing")
    #expect(answers.answer(to: good.replacing("[1,2]", with: "3")).quantity == "12")
    #expect(answers.answer(to: " ").quantity == nil)
    #expect(answers.problems == 3)
  }

  /// Runs a task whose last option names the file of the answer, and reads that.
  @discardableResult
  private func run(_ arguments: [String]) async throws -> String {
    let out = folder.appending(path: "out.csv").path
    try await RecommendEvaluationTool.run(arguments + [out])
    return try String(contentsOfFile: out, encoding: .utf8)
  }

  private func write(_ name: String, _ text: String) throws -> String {
    let path = folder.appending(path: name)
    try Data(text.utf8).write(to: path)
    return path.path
  }

  static let products = """
    product_id,department,product_category,product_type
    1,FOOD,MILK,WHOLE MILK
    2,FOOD,BREAD,RYE
    3,PAPER,COUPON/MISC ITEMS,COUPON

    """

  static let transactions =
    "household_id,basket_id,day,product_id,quantity,sales_value\n"
    + (0..<30).flatMap { household in
      stride(from: household % 5, to: 140, by: 5).map { day in
        let name = household == 7 ? "\"h,7\"" : "h\(household)"
        return "\(name),1,\(day),\(1 + (day + household) % 3),1,2.5\n"
      }
    }.joined()
}
