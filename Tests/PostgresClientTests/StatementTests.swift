import Foundation
import PostgresClient
import Testing

@Suite("Statement")
struct StatementTests {
  @Test func `interpolated values become numbered parameters`() {
    let id = UUID()

    let statement: Statement = "SELECT name FROM shelf WHERE id = \(id) AND price < \(5) LIMIT 1"

    #expect(statement.text == "SELECT name FROM shelf WHERE id = $1 AND price < $2 LIMIT 1")
    #expect(statement.values == [id.postgresValue, 5.postgresValue])
  }

  @Test func `an input that looks like SQL stays a value`() {
    let input = "x'; DROP TABLE shelf; --"

    let statement: Statement = "SELECT \(input)"

    #expect(statement.text == "SELECT $1")
    #expect(statement.values == [input.postgresValue])
  }

  @Test func `a nil is a NULL of its type`() {
    let statement: Statement = "SELECT \(Int?.none)"

    #expect(statement.values == [.null(.int8)])
  }

  @Test func `a literal from elsewhere joins the text`() {
    let columns: StaticString = "id, name"

    let statement: Statement = "SELECT \(literal: columns) FROM shelf WHERE id = \(1)"

    #expect(statement.text == "SELECT id, name FROM shelf WHERE id = $1")
  }

  @Test func `neither a statement nor a configuration shows its secrets in a log`() {
    let statement: Statement = "SELECT \("secret")"
    let configuration = PostgresConfiguration(connectionString: "password=secret")

    #expect("\(statement) \(statement.values)" == "SELECT $1 [a value of text]")
    #expect(!"\(configuration)".contains("secret"))
  }
}
