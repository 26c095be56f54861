output "delivery_streams" {
  description = "Name and ARN of each path's delivery stream."
  value = {
    for path, stream in aws_kinesis_firehose_delivery_stream.this :
    path => { name = stream.name, arn = stream.arn }
  }
}
