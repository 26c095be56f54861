#% if environment.collectors.sqs_overflow
# No dead-letter queue: a queue of this kind is read by a person or a program that drains it back
# into Kinesis, and whatever fails there has to stay where it is.
resource "aws_sqs_queue" "overflow" {
  for_each = local.overflow_queues

  name                              = each.value
  message_retention_seconds         = 14 * 24 * 3600 # the longest there is
  visibility_timeout_seconds        = 300
  kms_master_key_id                 = module.overflow_key.arn
  kms_data_key_reuse_period_seconds = 300

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = { AWS = "*" }
        Action    = "sqs:*"
        Resource  = "arn:aws:sqs:${var.aws.region}:${var.aws.account_id}:${each.value}"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })

  tags = {
    Name = each.value
  }
}

module "overflow_key" {
  source = "../key"

  name        = "${var.environment.prefix}-overflow"
  description = "Overflow queues of ${local.name}"
  account_id  = var.aws.account_id
  statements = [
    for statement in [
      {
        Sid       = "AllowCollectors"
        Effect    = "Allow"
        Principal = { AWS = [module.app.task_role_arn] }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = "sqs.${var.aws.region}.amazonaws.com" } }
      },
      {
        Sid       = "AllowOperatorsToDrain"
        Effect    = "Allow"
        Principal = { AWS = var.operator_role_arns }
        Action    = ["kms:Decrypt"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:ViaService" = "sqs.${var.aws.region}.amazonaws.com" } }
      },
    ] : statement if length(statement.Principal.AWS) > 0
  ]
}

locals {
  overflow_statements = [
    {
      Sid      = "WriteOverflow"
      Effect   = "Allow"
      Action   = ["sqs:GetQueueUrl", "sqs:SendMessage"]
      Resource = [for queue in aws_sqs_queue.overflow : queue.arn]
    },
    {
      Sid       = "EncryptOverflow"
      Effect    = "Allow"
      Action    = ["kms:Decrypt", "kms:GenerateDataKey"] # SQS asks both of senders
      Resource  = [module.overflow_key.arn]
      Condition = { StringEquals = { "kms:ViaService" = "sqs.${var.aws.region}.amazonaws.com" } }
    },
  ]
}
#% else
locals {
  overflow_statements = []
}
#% endif
