module perennial/bench/servers

go 1.26.8

require (
	github.com/google/uuid v1.6.0
	go.temporal.io/server v1.32.0
)
