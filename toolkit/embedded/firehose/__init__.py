"""A small Firehose: from Kinesis through a Lambda function to S3, over the AWS API alone."""
