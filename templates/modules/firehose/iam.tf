# One role for each path, so that it reads its own stream and writes its own prefix only.
resource "aws_iam_role" "this" {
  for_each = local.paths

  name        = each.value.role
  description = "Firehose ${each.value.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AllowFirehose"
        Effect    = "Allow"
        Principal = { Service = "firehose.amazonaws.com" }
        Action    = "sts:AssumeRole"
        Condition = { StringEquals = { "sts:ExternalId" = var.aws.account_id } }
      },
    ]
  })

  tags = {
    Name = each.value.role
  }
}

resource "aws_iam_role_policy" "this" {
  for_each = local.paths

  name = "delivery"
  role = aws_iam_role.this[each.key].name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ReadStream"
        Effect = "Allow"
        Action = [
          "kinesis:DescribeStream",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
        ]
        Resource = each.value.stream_arn
      },
      {
        Sid       = "DecryptRecords"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = var.kms_key_arns.streams
        Condition = { StringEquals = { "kms:ViaService" = "kinesis.${var.aws.region}.amazonaws.com" } }
      },
      {
        Sid      = "InvokeFunction"
        Effect   = "Allow"
        Action   = ["lambda:GetFunctionConfiguration", "lambda:InvokeFunction"]
        Resource = each.value.function_arn
      },
      {
        Sid    = "UseBucket"
        Effect = "Allow"
        Action = [
          "s3:GetBucketLocation",
          "s3:ListBucket",
          "s3:ListBucketMultipartUploads",
        ]
        Resource = var.bucket.arn
      },
      {
        Sid    = "WriteObjects"
        Effect = "Allow"
        Action = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"]
        Resource = [
          "${var.bucket.arn}/${each.value.prefix}*",
          "${var.bucket.arn}/${each.value.error_prefix}*",
        ]
      },
      {
        Sid      = "EncryptObjects"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = var.kms_key_arns.bucket
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${var.aws.region}.amazonaws.com" }
          StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [var.bucket.arn, "${var.bucket.arn}/*"] }
        }
      },
      {
        Sid      = "ReportErrors"
        Effect   = "Allow"
        Action   = "logs:PutLogEvents"
        Resource = "${aws_cloudwatch_log_group.this[each.key].arn}:log-stream:${aws_cloudwatch_log_stream.this[each.key].name}"
      },
    ]
  })
}
