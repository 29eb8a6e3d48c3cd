import RecommendEvaluation

await RecommendEvaluationTool.main()
