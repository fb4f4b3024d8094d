// Temporal's development server with the flags of `temporal server start-dev`, over the server that
// go.mod names: the command line itself cannot be built from the module proxy at every version.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/headers"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	"go.temporal.io/server/common/metrics"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/schema/sqlite"
	"go.temporal.io/server/temporal"
)

type list []string

func (l *list) String() string     { return strings.Join(*l, ",") }
func (l *list) Set(v string) error { *l = append(*l, v); return nil }

func freePort() int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "--version" {
		fmt.Println("temporal version DEV (Server " + headers.ServerVersion + ")")
		return
	}
	fs := flag.NewFlagSet("start-dev", flag.ExitOnError)
	ip := fs.String("ip", "127.0.0.1", "")
	port := fs.Int("port", 7233, "")
	httpPort := fs.Int("http-port", 0, "")
	metricsPort := fs.Int("metrics-port", 0, "")
	level := fs.String("log-level", "warn", "")
	file := fs.String("db-filename", "", "")
	fs.Bool("headless", true, "")
	fs.String("ui-ip", "", "")
	fs.Int("ui-port", 0, "")
	var pragmas, dynamic, namespaces list
	fs.Var(&pragmas, "sqlite-pragma", "")
	fs.Var(&dynamic, "dynamic-config-value", "")
	fs.Var(&namespaces, "namespace", "")
	check(fs.Parse(os.Args[3:]))
	namespaces = append(namespaces, "default")
	if *httpPort == 0 {
		*httpPort = freePort()
	}

	sql := config.SQL{PluginName: sqliteplugin.PluginName}
	if *file == "" {
		sql.ConnectAttributes = map[string]string{"mode": "memory", "cache": "shared"}
		sql.DatabaseName = strconv.Itoa(rand.Intn(9999999))
	} else {
		sql.ConnectAttributes = map[string]string{"mode": "rwc"}
		sql.DatabaseName = *file
	}
	for _, p := range pragmas {
		k, v, _ := strings.Cut(p, "=")
		sql.ConnectAttributes[k] = v
	}
	if *file != "" {
		if _, err := os.Stat(*file); os.IsNotExist(err) {
			check(sqlite.SetupSchema(&sql))
		}
	}
	for _, name := range namespaces {
		ns, err := sqlite.NewNamespaceConfig("active", name, false, nil)
		check(err)
		check(sqlite.CreateNamespaces(&sql, ns))
	}

	var conf config.Config
	conf.Global.Membership.MaxJoinDuration = 30 * time.Second
	conf.Global.Membership.BroadcastAddress = *ip
	if *metricsPort > 0 {
		conf.Global.Metrics = &metrics.Config{Prometheus: &metrics.PrometheusConfig{
			ListenAddress: fmt.Sprintf("%s:%d", *ip, *metricsPort), HandlerPath: "/metrics"}}
	}
	conf.Persistence.DefaultStore = "sqlite-default"
	conf.Persistence.VisibilityStore = "sqlite-default"
	conf.Persistence.NumHistoryShards = 1
	conf.Persistence.DataStores = map[string]config.DataStore{"sqlite-default": {SQL: &sql}}
	conf.ClusterMetadata = &cluster.Config{
		FailoverVersionIncrement: 10,
		MasterClusterName:        "active",
		CurrentClusterName:       "active",
		ClusterInformation: map[string]cluster.ClusterInformation{"active": {
			Enabled: true, InitialFailoverVersion: 1, ClusterID: uuid.NewString(),
			RPCAddress: fmt.Sprintf("%s:%d", *ip, *port), HTTPAddress: fmt.Sprintf("%s:%d", *ip, *httpPort)}},
	}
	conf.DCRedirectionPolicy.Policy = "noop"
	service := func() config.Service {
		var s config.Service
		s.RPC.GRPCPort, s.RPC.BindOnIP = freePort(), *ip
		return s
	}
	var frontend config.Service
	frontend.RPC.GRPCPort, frontend.RPC.BindOnIP, frontend.RPC.HTTPPort = *port, *ip, *httpPort
	conf.Services = map[string]config.Service{"frontend": frontend, "history": service(), "matching": service(), "worker": service()}
	conf.Archival.History.State, conf.Archival.Visibility.State = "disabled", "disabled"
	conf.NamespaceDefaults.Archival.History.State, conf.NamespaceDefaults.Archival.Visibility.State = "disabled", "disabled"
	conf.PublicClient.HostPort = fmt.Sprintf("%s:%d", *ip, *port)

	values := dynamicconfig.StaticClient{}
	set := func(k string, v any) { values[dynamicconfig.MakeKey(k)] = v }
	set("history.hostLevelCacheMaxSize", 8096)
	set("frontend.namespaceRPS.visibility", 100)
	set("system.forceSearchAttributesCacheRefreshOnRead", true)
	set("frontend.persistenceMaxQPS", 10000)
	set("history.persistenceMaxQPS", 45000)
	for _, d := range dynamic {
		k, v, _ := strings.Cut(d, "=")
		var value any
		check(json.Unmarshal([]byte(v), &value))
		if f, ok := value.(float64); ok && f == float64(int(f)) {
			value = int(f)
		}
		set(k, value)
	}

	logger := log.NewZapLogger(log.BuildZapLogger(log.Config{Stdout: true, Level: *level, Format: "text"}))
	hosts := map[primitives.ServiceName]static.Hosts{}
	for _, name := range []primitives.ServiceName{primitives.FrontendService, primitives.MatchingService, primitives.HistoryService, primitives.WorkerService} {
		hosts[name] = static.SingleLocalHost(fmt.Sprintf("127.0.0.1:%d", conf.Services[string(name)].RPC.GRPCPort))
	}
	authorizer, err := authorization.GetAuthorizerFromConfig(&conf.Global.Authorization)
	check(err)
	mapper, err := authorization.GetClaimMapperFromConfig(&conf.Global.Authorization, logger)
	check(err)
	server, err := temporal.NewServer(
		temporal.WithConfig(&conf),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts),
		temporal.WithLogger(logger),
		temporal.WithAuthorizer(authorizer),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper { return mapper }),
		temporal.WithDynamicConfigClient(values),
	)
	check(err)
	check(server.Start())
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	<-stop
	check(server.Stop())
}
