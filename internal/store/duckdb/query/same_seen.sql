-- Notes that this batch, too, brought what was there already.
INSERT INTO seen SELECT {{.Kind}}, md5_number({{.Hashed}}), ? FROM same;
