// Package object brings files of S3-compatible storage and of web servers to
// the local disk: s3://bucket/key, s3://bucket/folder/orders-*.csv and
// https://host/file. Bytes are streamed, a download that breaks off goes on
// where it stopped, and the size is checked at the end.
//
// It must not know what is in the files, the store, or other sources, and
// never prints a key or the query part of a URL, where signatures stand.
package object
