import Foundation
import RecommendEvaluation
import Testing

@Suite("The task together")
struct TogetherTaskTests {
  @Test func `what goes with a basket is written by rank`() async throws {
    var lines = "household_id,basket_id,day,product_id,quantity,sales_value,store_id\n"
    for day in 0..<5 {
      lines += "h,\(day),\(day),bread,1,2.5,1\nh,\(day),\(day),butter,1,1,1\n"
      lines += "h,\(day),\(day),coupon,0,0,1\n"
    }
    let transactions = try TemporaryFile(lines)
    let products = try TemporaryFile("product_id,brand\nbread,x\nbutter,y\n")
    let baskets = try TemporaryFile("basket,household,product\nq,h,bread\nr,,butter\nr,,new\n")
    let out = try TemporaryFile("")

    try await RecommendEvaluationTool.run([
      "together", "--transactions", transactions.path, "--products", products.path,
      "--baskets", baskets.path, "--out", out.path,
    ])

    #expect(
      try String(contentsOfFile: out.path, encoding: .utf8)
        == "basket,rank,product\nq,1,butter\nr,1,bread\n"
    )
  }

  @Test func `a price that is no number is named`() async throws {
    let transactions = try TemporaryFile(
      "household_id,basket_id,day,product_id,quantity,sales_value\nh,1,1,p,1,NaN\n"
    )
    let products = try TemporaryFile("product_id\np\n")
    let baskets = try TemporaryFile("basket,household,product\n1,h,p\n")

    let error = await #expect(throws: TaskFileError.self) {
      try await RecommendEvaluationTool.run([
        "together", "--transactions", transactions.path, "--products", products.path,
        "--baskets", baskets.path, "--out", transactions.path,
      ])
    }

    #expect(error?.description.contains("line 2, column sales_value") == true)
  }
}
