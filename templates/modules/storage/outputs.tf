output "bucket" {
  description = "Bucket of the loaded prefixes and of the error prefix."
  value       = { name = aws_s3_bucket.events.bucket, arn = aws_s3_bucket.events.arn }
  depends_on  = [aws_s3_bucket_policy.events]
}

output "logs_bucket" {
  description = "Bucket of access logs; load balancers write below `prefix`."
  value = {
    name   = aws_s3_bucket.logs.bucket
    arn    = aws_s3_bucket.logs.arn
    prefix = local.load_balancer_log_prefix
  }
  depends_on = [aws_s3_bucket_policy.logs]
}

output "kms_key_arn" {
  description = "Key that encrypts the bucket and the pipeline's log groups."
  value       = module.key.arn
}
