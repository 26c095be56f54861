output "streams" {
  description = "Name and ARN of each stream."
  value       = { for path, stream in aws_kinesis_stream.this : path => { name = stream.name, arn = stream.arn } }
}

output "kms_key_arn" {
  description = "Key that encrypts the streams."
  value       = module.key.arn
}
